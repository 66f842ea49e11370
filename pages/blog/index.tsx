import { useRouter } from "next/router";
import { useState } from "react";
import { ListStatus } from "#components/posts/list-status";
import { LoadMore } from "#components/posts/load-more";
import { NothingPublished } from "#components/posts/nothing-published";
import { PostList } from "#components/posts/post-list";
import { SearchBar } from "#components/posts/search-bar";
import { TagList } from "#components/posts/tag-list";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import { UndoDelete } from "#components/writing/undo-delete";
import { usePosts } from "#lib/client/use-post-list";
import { withEntityTag } from "#lib/server/http/page-caching";
import { loadListFallback, loadTopTags, refusedSearch, sanitizeListParams } from "#lib/server/posts/pages/list-page";
import { nextStepsProp } from "#lib/server/posts/pages/next-steps";
import * as labels from "#lib/shared/labels/blog";
import * as listLabels from "#lib/shared/labels/list-pages";
import { type ListParams, listPagePath, PAGES_MAX, parseListParams } from "#lib/shared/list-params";
import { summariesPath } from "#lib/shared/paths";
import type { NextStep } from "#lib/shared/site";

type Props = {
  /** The most used tags. */
  tags: string[];
  nextSteps?: NextStep[];
  /** Why the server did not search, if it did not. */
  refusal?: string;
};

export const getServerSideProps = withEntityTag<Props>(async (context) => {
  const requested = parseListParams(context.query);
  const sanitized = await sanitizeListParams(requested);
  if (listPagePath(sanitized) !== listPagePath(requested)) {
    return { redirect: { destination: listPagePath(sanitized), permanent: false } };
  }
  const refusal = await refusedSearch(context, requested);
  if (refusal !== undefined) return { props: { tags: await loadTopTags(), fallback: {}, refusal } };
  const [tags, fallback] = await Promise.all([loadTopTags(), loadListFallback(context, requested)]);
  return { props: { tags, fallback, ...(await nextStepsProp(context.req, fallback)) } };
});

export default function BlogPage({ tags, nextSteps, refusal }: Props) {
  const router = useRouter();
  const { pages = 1, ...query } = parseListParams(router.query);
  const { q, tag } = query;
  const shown = usePosts(query);
  const [isSearched, setSearched] = useState(false);
  // A search that the server refused on the first request is requested by the browser.
  const list =
    refusal && !isSearched && !shown.posts
      ? { ...shown, error: shown.error ?? { status: 429, message: refusal } }
      : shown;

  /** Puts the list parameters into the URL, which the list follows. */
  function show(params: ListParams) {
    void router.replace(listPagePath(params), undefined, { shallow: true, scroll: false });
  }

  function search(text: string) {
    setSearched(true);
    show({ q: text, tag });
  }

  const title = tag ? labels.postsTagged(tag) : labels.blog;
  return (
    <>
      <PageHead title={q ? labels.searchTitle(q) : title} description={labels.blogDescription} />
      <PageTitle title={labels.blog} />
      <UndoDelete />
      <div className="sheet mt-6 mb-6">
        <div className="sheet-text">
          <SearchBar value={q ?? ""} tag={tag} onSearch={search} />
          <ListStatus
            query={query}
            total={list.isStale || list.error ? undefined : list.total}
            isCapped={list.isCapped}
          />
          {tags.length > 0 && (
            <nav aria-label={labels.tags} className="mt-1 text-note text-ink-soft">
              <TagList tags={tags} current={tag} />
            </nav>
          )}
        </div>
      </div>
      <h2 className="sr-only">{listLabels.posts}</h2>
      {/* While the reader types, the footer stays out of view, however short the list gets. */}
      <div className={isSearched || q ? "min-h-dvh" : ""}>
        <PostList
          list={list}
          empty={
            q || tag ? (
              <EmptyState title={q ? labels.noPostHasWords : labels.noPostHasTag}>
                <Link href="/blog" className="link">
                  {labels.showAllPosts}
                </Link>
              </EmptyState>
            ) : (
              <NothingPublished steps={nextSteps} />
            )
          }
        />
        {list.next !== undefined && !list.isStale && (
          <LoadMore
            key={summariesPath(query)}
            query={{ ...query, after: list.next }}
            pages={pages - 1}
            onMore={pages < PAGES_MAX ? () => show({ ...query, pages: pages + 1 }) : undefined}
          />
        )}
      </div>
    </>
  );
}
