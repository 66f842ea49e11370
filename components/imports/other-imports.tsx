import { AccountSection } from "#components/accounts/account-section";
import { DateTimeText } from "#components/site/date-time-text";
import { Link } from "#components/ui/link";
import type { Import } from "#lib/shared/imports";
import { importPagePath } from "#lib/shared/owner-paths";

const STATES: Record<Import["state"], string> = {
  checking: "being checked",
  ready: "not started",
  importing: "running",
  cancelling: "being cancelled",
  done: "done",
  failed: "failed",
  cancelled: "cancelled",
  interrupted: "interrupted",
  expired: "expired",
};

type Props = { imports: (Pick<Import, "id" | "state" | "createdAt"> & { name: string })[] };

/** Imports that are not shown on the page, with links to their reports. */
export function OtherImports({ imports }: Props) {
  if (imports.length === 0) return null;
  return (
    <AccountSection title="Other imports">
      <ul>
        {imports.map(({ createdAt, id, name, state }) => (
          <li key={id} className="border-t border-rule py-3 first:border-t-0 first:pt-0 wrap-anywhere">
            <Link href={importPagePath(id)} className="link">
              <bdi>{name}</bdi>
            </Link>
            <p className="text-note text-ink-soft">
              <DateTimeText value={createdAt} />, {STATES[state]}
            </p>
          </li>
        ))}
      </ul>
    </AccountSection>
  );
}
