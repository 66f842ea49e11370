import { Link } from "#components/ui/link";
import { LIST_STATUSES, type ListStatus } from "#lib/shared/list-options";
import { type PostsView, postsViewPath, withStatus } from "#lib/shared/posts-view";

const NAMES: Record<ListStatus, string> = {
  any: "All",
  draft: "Drafts",
  scheduled: "Scheduled",
  published: "Published",
  trash: "Trash",
};

/** Navigation between posts of each status. */
export function PostsViews({ view }: { view: PostsView }) {
  return (
    <nav aria-label="Status" className="sheet mb-6">
      <ul className="sheet-text -mx-2 flex flex-wrap gap-x-1">
        {LIST_STATUSES.map((status) => (
          <li key={status}>
            <Link
              href={postsViewPath(withStatus(view, status))}
              aria-current={status === view.status ? "page" : undefined}
              className="mx-2 inline-block border-b-2 choice py-1.5 text-note text-ink-soft hover:text-ink"
            >
              {NAMES[status]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
