import { Link } from "#components/ui/link";
import { type ListParams, listPagePath } from "#lib/shared/list-params";

type Props = {
  query: ListParams;
  /** How many posts there are; missing while that is not known. */
  total: number | undefined;
  /** Whether there are more than `total`. */
  isCapped?: boolean | undefined;
};

function countOf(total: number, isCapped: boolean): string {
  const count = total.toLocaleString("en");
  if (isCapped) return `More than ${count} posts`;
  return `${count} ${total === 1 ? "post" : "posts"}`;
}

/** Says how many posts a list has and what it leaves out. */
export function ListStatus({ query: { q, tag, after }, total, isCapped = false }: Props) {
  return (
    <div className="mt-3 flex flex-wrap gap-x-4 text-note text-ink-soft">
      <p role="status" className="min-h-6 tabular-nums">
        {total !== undefined && `${countOf(total, isCapped)}${q ? " found" : ""}`}
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
