import { useRouter } from "next/router";
import { useState } from "react";
import { ListStatus } from "#components/posts/list-status";
import { LoadMore } from "#components/posts/load-more";
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
import { type ListParams, listPagePath, PAGES_MAX, parseListParams } from "#lib/shared/list-params";
import { summariesPath } from "#lib/shared/paths";

type Props = {
  /** The tags that most posts have. */
  tags: string[];
  /** Why the server did not search, where it did not. */
  refusal?: string;
};

export const getServerSideProps = withEntityTag<Props>(async (context) => {
  const asked = parseListParams(context.query);
  const possible = await sanitizeListParams(asked);
  if (listPagePath(possible) !== listPagePath(asked)) {
    return { redirect: { destination: listPagePath(possible), permanent: false } };
  }
  const refusal = await refusedSearch(context, asked);
  if (refusal !== undefined) return { props: { tags: await loadTopTags(), fallback: {}, refusal } };
  const [tags, fallback] = await Promise.all([loadTopTags(), loadListFallback(context, asked)]);
  return { props: { tags, fallback } };
});

export default function BlogPage({ tags, refusal }: Props) {
  const router = useRouter();
  const { pages = 1, ...query } = parseListParams(router.query);
  const { q, tag } = query;
  const shown = usePosts(query);
  const [isSearched, setSearched] = useState(false);
  // What the server refused to search for when it rendered the page, the browser requests, as it does any later search.
  const list =
    refusal && !isSearched && !shown.posts
      ? { ...shown, error: shown.error ?? { status: 429, message: refusal } }
      : shown;

  /** Writes into the address what is shown; the list follows it. */
  function show(asked: ListParams) {
    void router.replace(listPagePath(asked), undefined, { shallow: true, scroll: false });
  }

  function search(text: string) {
    setSearched(true);
    show({ q: text, tag });
  }

  const title = tag ? `Posts tagged ${tag}` : "Blog";
  return (
    <>
      <PageHead title={q ? `Search: ${q}` : title} description="Every post, the newest first." />
      <PageTitle title="Blog" />
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
            <nav aria-label="Tags" className="mt-1 text-note text-ink-soft">
              <TagList tags={tags} current={tag} />
            </nav>
          )}
        </div>
      </div>
      <h2 className="sr-only">Posts</h2>
      {/* While one types, what is below the list keeps out of sight, however short the list gets. */}
      <div className={isSearched || q ? "min-h-dvh" : ""}>
        <PostList
          list={list}
          empty={
            q || tag ? (
              <EmptyState title={q ? "No post has these words." : "No post has this tag."}>
                <Link href="/blog" className="link">
                  Show all posts
                </Link>
              </EmptyState>
            ) : (
              <EmptyState title="Nothing is written yet.">
                <Link href="/blog/create" className="link">
                  Write the first post
                </Link>
              </EmptyState>
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
