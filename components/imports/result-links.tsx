import { Link } from "#components/ui/link";
import type { Import } from "#lib/shared/imports";
import { REDIRECTS_PAGE_PATH } from "#lib/shared/owner-paths";
import { postsViewPath } from "#lib/shared/posts-view";

/** Links to what an import has stored. */
export function ResultLinks({ report }: Pick<Import, "report">) {
  if (!report) return null;
  const { drafts, published, redirects, scheduled } = report.counts;
  return (
    <p className="flex flex-wrap gap-x-6 gap-y-2">
      {published > 0 && (
        <Link href="/blog" className="link">
          The blog
        </Link>
      )}{" "}
      {drafts + scheduled > 0 && (
        <Link href={postsViewPath({ status: "draft" })} className="link">
          Your drafts
        </Link>
      )}{" "}
      {redirects > 0 && (
        <Link href={REDIRECTS_PAGE_PATH} className="link">
          Redirects
        </Link>
      )}
    </p>
  );
}
