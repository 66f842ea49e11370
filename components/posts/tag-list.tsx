import { Link } from "#components/ui/link";
import { listPagePath } from "#lib/shared/list-params";

type Props = {
  tags: string[];
  /** The tag of the current list. */
  current?: string | undefined;
};

/** Tags, each linked to its posts. */
export function TagList({ tags, current }: Props) {
  if (tags.length === 0) return null;
  return (
    <ul className="tags">
      {tags.map((tag) => (
        <li key={tag}>
          <Link
            href={listPagePath({ tag })}
            aria-current={tag === current ? "page" : undefined}
            dir="auto"
            className="tag choice"
          >
            {tag}
          </Link>
        </li>
      ))}
    </ul>
  );
}
