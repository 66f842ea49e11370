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
  verb: "Remove",
  title: "Remove this passkey?",
  action: "Remove passkey",
  failure: "Not removed",
};

/** A passkey in the list, and its end. */
export function PasskeyItem({ passkey: { id, name, isSynced, createdAt, usedAt }, onRemove }: Props) {
  const facts = [
    isSynced ? "On your devices" : "On one device",
    <span key="made">
      Made <DateText value={createdAt} />
    </span>,
    <LastUse key="use" moment={usedAt} />,
  ];
  return (
    <NamedItem id={id} name={name} facts={facts} end={END} onEnd={onRemove}>
      “{name}” signs you in no more. You can throw it away on your device, too.
    </NamedItem>
  );
}
