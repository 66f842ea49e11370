import { ConfirmedForm } from "#components/ui/confirmed-form";
import { DateText } from "#components/ui/date-text";
import type { Passkey } from "#lib/shared/passkeys";

type Props = {
  passkey: Passkey;
  /** Removes it; what it rejects with is shown. */
  onRemove: () => Promise<void>;
};

/** A passkey in the list, and its end. */
export function PasskeyItem({ passkey: { id, name, isSynced, createdAt, usedAt }, onRemove }: Props) {
  return (
    <>
      <div className="min-w-0 grow basis-56">
        <p dir="auto" className="font-medium">
          {name}
        </p>
        <p className="flex flex-wrap gap-x-4 text-note text-ink-soft">
          <span>{isSynced ? "On your devices" : "On one device"}</span>
          <span>
            Made <DateText value={createdAt} />
          </span>
          {usedAt === null ? (
            <span>Never used</span>
          ) : (
            <span>
              Last used <DateText value={usedAt} />
            </span>
          )}
        </p>
      </div>
      <ConfirmedForm
        name="remove-passkey"
        id={id}
        label={
          <>
            Remove<span className="sr-only"> {name}</span>
          </>
        }
        title="Remove this passkey?"
        action="Remove passkey"
        failure="Not removed"
        onConfirm={onRemove}
      >
        <p dir="auto">“{name}” signs you in no more. You can throw it away on your device, too.</p>
      </ConfirmedForm>
    </>
  );
}
