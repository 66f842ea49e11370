import { Link } from "#components/ui/link";
import { pathAfter } from "#lib/shared/owner-paths";

type Props = {
  /** The pages of a list that has several; the path is that of its first one. */
  pages: {
    path: string;
    first: string;
    further: string;
    /** The cursors of this page and of the next one. */
    after: string | null;
    next: string | null | undefined;
  };
};

/** The links below a list of the owner's, to its other pages. */
export function OwnerListLinks({ pages }: Props) {
  if (!pages.after && !pages.next) return null;
  return (
    <div className="sheet border-t border-rule pt-6">
      <p className="sheet-text flex flex-wrap gap-x-6 gap-y-2">
        {pages.after && (
          <Link href={pages.path} className="link">
            {pages.first}
          </Link>
        )}
        {pages.next && (
          <Link href={pathAfter(pages.path, pages.next)} className="link">
            {pages.further}
          </Link>
        )}
      </p>
    </div>
  );
}
