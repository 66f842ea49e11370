import { DateText } from "#components/ui/date-text";
import type { ApiKey } from "#lib/shared/keys";
import { LastUse } from "./last-use.tsx";
import { NamedItem } from "./named-item.tsx";

type Props = {
  apiKey: ApiKey;
  /** Ends the key; what it rejects with is shown. */
  onRevoke: () => Promise<void>;
};

const END = {
  form: "revoke-key",
  verb: "Revoke",
  title: "Revoke this key?",
  action: "Revoke key",
  failure: "Not revoked",
};

function Expiry({ moment }: { moment: string | null }) {
  if (moment === null) return "Never expires";
  return (
    <>
      {Date.parse(moment) <= Date.now() ? "Expired" : "Expires"} <DateText value={moment} />
    </>
  );
}

/** A key in the list, and its end. */
export function KeyItem({ apiKey: { id, name, hint, scope, expiresAt, usedAt }, onRevoke }: Props) {
  const facts = [
    <code key="hint" className="font-mono">
      {hint}…
    </code>,
    scope === "write" ? "Reads and writes" : "Reads only",
    <Expiry key="expiry" moment={expiresAt} />,
    <LastUse key="use" moment={usedAt} />,
  ];
  return (
    <NamedItem id={id} name={name} facts={facts} end={END} onEnd={onRevoke}>
      Programs that use “{name}” lose access at once.
    </NamedItem>
  );
}
