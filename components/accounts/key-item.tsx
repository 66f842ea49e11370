import type { ReactNode } from "react";
import { ConfirmedForm } from "#components/ui/confirmed-form";
import { DateText } from "#components/ui/date-text";
import type { ApiKey } from "#lib/shared/keys";

type Props = {
  apiKey: ApiKey;
  /** Ends the key; what it rejects with is shown. */
  onRevoke: () => Promise<void>;
};

const fact = (children: ReactNode) => <span className="whitespace-nowrap">{children}</span>;

/** A key in the list, and its end. */
export function KeyItem({ apiKey: { id, name, hint, scope, expiresAt, usedAt }, onRevoke }: Props) {
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= Date.now();

  return (
    <>
      <div className="min-w-0 grow basis-56">
        <p dir="auto" className="font-medium">
          {name}
        </p>
        <p className="flex flex-wrap gap-x-4 text-note text-ink-soft">
          <code className="font-mono">{hint}…</code>
          {fact(scope === "write" ? "Reads and writes" : "Reads only")}
          {expiresAt === null
            ? fact("Never ends")
            : fact(
                <>
                  {isOver ? "Ended" : "Ends"} <DateText value={expiresAt} />
                </>,
              )}
          {usedAt === null
            ? fact("Never used")
            : fact(
                <>
                  Last used <DateText value={usedAt} />
                </>,
              )}
        </p>
      </div>
      <ConfirmedForm
        name="revoke-key"
        id={id}
        label={
          <>
            Revoke<span className="sr-only"> {name}</span>
          </>
        }
        title="Revoke this key?"
        action="Revoke key"
        failure="Not revoked"
        onConfirm={onRevoke}
      >
        <p dir="auto">Whatever uses “{name}” is refused from then on.</p>
      </ConfirmedForm>
    </>
  );
}
