import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import * as labels from "#lib/shared/labels/empty-site";
import type { EmptyFor } from "#lib/shared/site";

type Props = {
  /** Who is looking; a reader unless the server says otherwise. */
  emptyFor?: EmptyFor | undefined;
};

/** A site without posts, and what the viewer can do about it. */
export function NothingPublished({ emptyFor = "reader" }: Props) {
  if (emptyFor === "reader") return <EmptyState title={labels.nothingPublished} />;
  return (
    <EmptyState title={labels.nothingPublished}>
      <p className="flex flex-wrap gap-x-6 gap-y-2">
        <Link href="/blog/create" className="link">
          {labels.writeTheFirst}
        </Link>
        {emptyFor === "owner" && (
          <>
            {" "}
            <Link href="/account/import" className="link">
              {labels.importPosts}
            </Link>{" "}
            <Link href="/account/welcome" className="link">
              {labels.firstSteps}
            </Link>
          </>
        )}
      </p>
    </EmptyState>
  );
}
