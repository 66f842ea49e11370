import { DateText } from "#components/ui/date-text";
import type { Passkey } from "#lib/shared/passkeys";
import { LastUse } from "./last-use.tsx";
import { NamedItem } from "./named-item.tsx";

type Props = {
  passkey: Passkey;
  /** Removes it; what it rejects with is shown. */
  onRemove: () => Promise<void>;
};

const END = {
  form: "remove-passkey",
  verb: "Delete",
  title: "Delete this passkey?",
  action: "Delete passkey",
  failure: "Not deleted",
};

/** A passkey in the list, and its end. */
export function PasskeyItem({ passkey: { id, name, isSynced, createdAt, usedAt }, onRemove }: Props) {
  const facts = [
    isSynced ? "On your devices" : "On one device",
    <span key="made">
      Added <DateText value={createdAt} />
    </span>,
    <LastUse key="use" moment={usedAt} />,
  ];
  return (
    <NamedItem id={id} name={name} facts={facts} end={END} onEnd={onRemove}>
      “{name}” can no longer be used to sign in. You can delete it on your device, too.
    </NamedItem>
  );
}
