import { useSite } from "#components/site/site-context";
import { Link } from "#components/ui/link";
import { formatNumber } from "#lib/shared/dates";
import * as labels from "#lib/shared/labels/blog";
import * as listLabels from "#lib/shared/labels/list-pages";
import { type ListParams, listPagePath } from "#lib/shared/list-params";

type Props = {
  query: ListParams;
  /** The number of posts; undefined while it loads. */
  total: number | undefined;
  /** Whether the count stopped at `total`. */
  isCapped?: boolean | undefined;
};

type Count = { total: number; isCapped: boolean; isFound: boolean; language: string };

function countText({ total, isCapped, isFound, language }: Count): string {
  const posts = listLabels.postCount(total, formatNumber(total, language));
  const count = isCapped ? labels.moreThan(posts) : posts;
  return isFound ? labels.found(count) : count;
}

/** The number of posts in a list, and its filters. */
export function ListStatus({ query: { q, tag, after }, total, isCapped = false }: Props) {
  const { language } = useSite();
  return (
    <div className="list-status">
      <p role="status">{total !== undefined && countText({ total, isCapped, isFound: Boolean(q), language })}</p>
      {tag !== undefined && (
        <p>
          {`${labels.onlyTagged(tag)} `}
          <Link href={listPagePath({ q })} className="link">
            {labels.showAll}
          </Link>
        </p>
      )}
      {after !== undefined && (
        <p>
          {listLabels.theseAreOlder}{" "}
          <Link href={listPagePath({ q, tag })} className="link">
            {listLabels.backToNewest}
          </Link>
        </p>
      )}
    </div>
  );
}
