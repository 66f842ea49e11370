import { DateText } from "#components/site/date-text";
import type { ApiKey } from "#lib/shared/keys";
import { LastUse } from "./last-use.tsx";
import { NamedItem } from "./named-item.tsx";

type Props = {
  apiKey: ApiKey;
  /** Revokes the key; an ApiError is shown. */
  onRevoke: () => Promise<void>;
};

const REVOKE = {
  form: "revoke-key",
  verb: "Revoke",
  title: "Revoke this key?",
  action: "Revoke key",
  failure: "Not revoked",
};

function Expiry({ time }: { time: string | null }) {
  if (time === null) return "Never expires";
  return (
    <>
      {Date.parse(time) <= Date.now() ? "Expired" : "Expires"} <DateText value={time} />
    </>
  );
}

/** An API key in the list, with a button to revoke it. */
export function KeyItem({ apiKey: { id, name, hint, scope, expiresAt, usedAt }, onRevoke }: Props) {
  const facts = [
    <code key="hint" className="font-mono">
      {hint}…
    </code>,
    scope === "write" ? "Reads and writes" : "Reads only",
    <Expiry key="expiry" time={expiresAt} />,
    <LastUse key="use" time={usedAt} />,
  ];
  return (
    <NamedItem id={id} name={name} facts={facts} action={REVOKE} onAction={onRevoke}>
      Programs that use “{name}” lose access at once.
    </NamedItem>
  );
}
