import { Link } from "#components/ui/link";
import { type ListParams, listPagePath } from "#lib/shared/list-params";

type Props = {
  query: ListParams;
  /** The number of posts; undefined while it loads. */
  total: number | undefined;
  /** Whether the count stopped at `total`. */
  isCapped?: boolean | undefined;
};

function countText(total: number, isCapped: boolean): string {
  const count = total.toLocaleString("en");
  if (isCapped) return `More than ${count} posts`;
  return `${count} ${total === 1 ? "post" : "posts"}`;
}

/** The number of posts in a list, and its filters. */
export function ListStatus({ query: { q, tag, after }, total, isCapped = false }: Props) {
  return (
    <div className="mt-3 flex flex-wrap gap-x-4 text-note text-ink-soft">
      <p role="status" className="min-h-6 tabular-nums">
        {total !== undefined && `${countText(total, isCapped)}${q ? " found" : ""}`}
      </p>
      {tag !== undefined && (
        <p>
          {`Only those tagged ${tag}. `}
          <Link href={listPagePath({ q })} className="link">
            Show all
          </Link>
        </p>
      )}
      {after !== undefined && (
        <p>
          These are older posts.{" "}
          <Link href={listPagePath({ q, tag })} className="link">
            Back to the newest
          </Link>
        </p>
      )}
    </div>
  );
}
