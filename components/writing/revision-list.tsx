import { DateTimeText } from "#components/site/date-time-text";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import type { RevisionSummary } from "#lib/shared/posts";

type Props = {
  id: string;
  revisions: RevisionSummary[];
  /** The version of the newest revision. */
  current: number;
};

/** The revisions of a post, with links to their changes and buttons to restore them. */
export function RevisionList({ id, revisions, current }: Props) {
  return (
    <ol reversed aria-label="Revisions">
      {revisions.map(({ savedAt, status, title, version }) => (
        <li key={version} className="flex flex-wrap items-center gap-x-5 border-t border-rule py-2 first:border-0">
          <div className="min-w-0 grow basis-60">
            <p>
              <span className="tabular-nums">Revision {version}</span>
              <span className="text-ink-soft">
                {version === current && ", the newest"}
                {status === "draft" && ", a draft"}
              </span>
            </p>
            <p dir="auto" className="text-note text-ink-soft">
              <DateTimeText value={savedAt} /> · {title}
            </p>
          </div>
          {version > 1 && (
            <Link href={`/blog/${id}/history?from=${version - 1}&to=${version}`} className="link py-2">
              Changes<span className="sr-only"> of revision {version}</span>
            </Link>
          )}
          {version !== current && (
            <form method="post" action={`/blog/${id}/history`}>
              <input type="hidden" name="version" value={version} />
              <input type="hidden" name="current" value={current} />
              <Button type="submit" name="form" value="restore" variant="text">
                Restore<span className="sr-only"> revision {version}</span>
              </Button>
            </form>
          )}
        </li>
      ))}
    </ol>
  );
}
