import type { ReactNode } from "react";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import type { PostSummary } from "#lib/shared/post-summary";
import { PostItems } from "./post-items.tsx";

type Props = {
  title: string;
  posts: PostSummary[];
  /** When the page was made, RFC 3339. */
  madeAt: string;
  /** How the page is made, and so how old it can be. */
  children: ReactNode;
};

/** The newest posts as they were when the page was made: no script fetches them again. */
export function StaticPostList({ title, posts, madeAt, children }: Props) {
  return (
    <>
      <PageHead title={title} isPrivate />
      <PageTitle title={title}>{children}</PageTitle>
      <div className="sheet mt-6 mb-6">
        <p className="sheet-text text-note text-ink-soft tabular-nums">
          Rendered at <time dateTime={madeAt}>{madeAt.slice(11, 19)}</time> UTC.{" "}
          <Link href="/docs/running" className="link">
            How and why
          </Link>
        </p>
      </div>
      <h2 className="sr-only">Posts</h2>
      {posts.length > 0 ? <PostItems posts={posts} isShort /> : <EmptyState title="Nothing is written yet." />}
    </>
  );
}
