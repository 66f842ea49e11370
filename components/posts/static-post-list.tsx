import type { ReactNode } from "react";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Link } from "#components/ui/link";
import * as labels from "#lib/shared/labels/static-list";
import type { PostSummary } from "#lib/shared/post-summary";
import { NothingPublished } from "./nothing-published.tsx";
import { PostItems } from "./post-items.tsx";

type Props = {
  title: string;
  posts: PostSummary[];
  /** When the page was rendered, RFC 3339. */
  renderedAt: string;
  /** How the page is rendered, and how old it can be. */
  children: ReactNode;
};

/** The newest posts at the time of rendering; they are not fetched again in the browser. */
export function StaticPostList({ title, posts, renderedAt, children }: Props) {
  return (
    <>
      <PageHead title={title} isPrivate />
      <PageTitle title={title}>{children}</PageTitle>
      <div className="sheet mt-6 mb-6">
        <p className="sheet-text text-note text-ink-soft tabular-nums">
          Rendered at <time dateTime={renderedAt}>{renderedAt.slice(11, 19)}</time> UTC.{" "}
          <Link href="/docs/running" className="link">
            How and why
          </Link>
        </p>
      </div>
      <h2 className="sr-only">{labels.posts}</h2>
      {posts.length > 0 ? <PostItems posts={posts} isShort /> : <NothingPublished />}
    </>
  );
}
