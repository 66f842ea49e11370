import { Link } from "#components/ui/link";
import { DRAFT_STATUSES, type DraftStatus, draftsPath } from "#lib/shared/drafts";

const NAMES: Record<DraftStatus, string> = { draft: "Drafts", scheduled: "Scheduled", trash: "Trash" };

/** Navigation between drafts, scheduled posts and trash. */
export function DraftTabs({ status }: { status: DraftStatus }) {
  return (
    <nav aria-label="Not public" className="sheet mt-6 mb-6">
      <ul className="sheet-text -mx-2 flex flex-wrap gap-x-3">
        {DRAFT_STATUSES.map((other) => (
          <li key={other}>
            <Link
              href={draftsPath(other)}
              aria-current={other === status ? "page" : undefined}
              className="mx-2 inline-block border-b-2 choice py-1.5 text-ink-soft hover:text-ink"
            >
              {NAMES[other]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
