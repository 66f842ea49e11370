import type { ParsedUrlQuery } from "node:querystring";
import type { GetServerSideProps } from "next";
import Link from "next/link";
import { useRouter } from "next/router";
import { PostList } from "#components/posts/post-list";
import { SearchBar } from "#components/posts/search-bar";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { EmptyState } from "#components/ui/empty-state";
import { UndoDelete } from "#components/writing/undo-delete";
import { PENDING_ID, usePosts } from "#lib/client/use-posts";
import { listOfPage } from "#lib/server/posts/page";

/** What the address asks for; the form cannot send more than 200 characters. */
function searchOf({ q }: ParsedUrlQuery): string {
  return typeof q === "string" ? q.trim().slice(0, 200) : "";
}

export const getServerSideProps: GetServerSideProps = async (context) => {
  const q = searchOf(context.query);
  return { props: { fallback: await listOfPage(context, q ? { q } : {}) } };
};

export default function BlogPage() {
  const router = useRouter();
  const q = searchOf(router.query);
  const { posts, error, isStale, isValidating, mutate } = usePosts({ q });
  const count = posts?.length ?? 0;

  function search(text: string) {
    void router.replace({ pathname: "/blog", query: text ? { q: text } : {} }, undefined, {
      shallow: true,
      scroll: false,
    });
  }

  return (
    <>
      <PageHead title="Blog" description="Every post, the newest first." />
      <PageTitle title="Blog" />
      <UndoDelete />
      <div className="sheet mt-6 mb-6">
        <div className="sheet-text">
          <SearchBar value={q} onSearch={search} />
          <p role="status" className="mt-3 min-h-6 text-note text-ink-soft tabular-nums">
            {q && posts && !isStale && !error && `${count} ${count === 1 ? "post" : "posts"} for “${q}”`}
          </p>
        </div>
      </div>
      <h2 className="sr-only">Posts</h2>
      <PostList
        posts={posts}
        error={error}
        isStale={isStale}
        isLoading={isValidating}
        pendingId={PENDING_ID}
        onRetry={mutate}
        empty={
          q ? (
            <EmptyState title="No post has these words.">
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
    </>
  );
}
