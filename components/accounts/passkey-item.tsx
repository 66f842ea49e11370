import { DateText } from "#components/site/date-text";
import type { Passkey } from "#lib/shared/passkeys";
import { LastUse } from "./last-use.tsx";
import { NamedItem } from "./named-item.tsx";

type Props = {
  passkey: Passkey;
  /** Deletes the passkey; an ApiError is shown. */
  onDelete: () => Promise<void>;
};

const DELETE = {
  form: "delete-passkey",
  verb: "Delete",
  title: "Delete this passkey?",
  action: "Delete passkey",
  failure: "Not deleted",
};

/** A passkey in the list, with a button to delete it. */
export function PasskeyItem({ passkey: { id, name, isSynced, createdAt, usedAt }, onDelete }: Props) {
  const facts = [
    isSynced ? "On your devices" : "On one device",
    <span key="created">
      Added <DateText value={createdAt} />
    </span>,
    <LastUse key="use" time={usedAt} />,
  ];
  return (
    <NamedItem id={id} name={name} facts={facts} action={DELETE} onAction={onDelete}>
      “{name}” can no longer be used to sign in. You can delete it on your device, too.
    </NamedItem>
  );
}
