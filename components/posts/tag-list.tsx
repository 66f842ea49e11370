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
    <ul className="flex flex-wrap gap-x-3">
      {tags.map((tag) => (
        <li key={tag}>
          <Link
            href={listPagePath({ tag })}
            aria-current={tag === current ? "page" : undefined}
            dir="auto"
            className="tag inline-block min-w-6 border-b choice py-1 hover:text-accent"
          >
            {tag}
          </Link>
        </li>
      ))}
    </ul>
  );
}
