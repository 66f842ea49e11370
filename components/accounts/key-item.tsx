import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { DateText } from "#components/ui/date-text";
import { ApiError } from "#lib/client/api";
import type { ApiKey } from "#lib/shared/keys";

type Props = {
  apiKey: ApiKey;
  /** Ends the key; what it rejects with is shown. */
  onRevoke: () => Promise<void>;
};

const fact = (children: ReactNode) => <span className="whitespace-nowrap">{children}</span>;

/** A key in the list, and its end. */
export function KeyItem({ apiKey: { id, name, hint, scope, expiresAt, usedAt }, onRevoke }: Props) {
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= Date.now();

  async function revoke() {
    setBusy(true);
    setRefusal(undefined);
    try {
      await onRevoke();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(`Not revoked: ${error.message}.`);
      setBusy(false);
    }
  }

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
      {/* Without JavaScript this posts to the page itself, and asks no more. */}
      <form
        method="post"
        onSubmit={(event) => {
          event.preventDefault();
          setAsking(true);
        }}
      >
        <input type="hidden" name="form" value="revoke-key" />
        <input type="hidden" name="id" value={id} />
        <Button type="submit" variant="quiet">
          Revoke<span className="sr-only"> {name}</span>
        </Button>
      </form>
      {isAsking && (
        <ConfirmDialog
          title="Revoke this key?"
          action="Revoke key"
          isBusy={isBusy}
          error={refusal}
          onConfirm={revoke}
          onCancel={() => setAsking(false)}
        >
          <p dir="auto">Whatever uses “{name}” is refused from then on.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
