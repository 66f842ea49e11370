import { useId } from "react";
import { Button } from "#components/ui/button";
import type { RevisionSummary } from "#lib/shared/posts";

type Props = {
  revisions: RevisionSummary[];
  from: RevisionSummary;
  to: RevisionSummary;
  after: string | null;
};

type SelectProps = { name: string; label: string; versions: RevisionSummary[]; value: number };

function VersionSelect({ name, label, versions, value }: SelectProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="block text-note text-ink-soft">
        {label}
      </label>
      <select
        key={value}
        id={id}
        name={name}
        defaultValue={value}
        className="mt-1 min-h-11 rounded-sm border border-edge bg-paper px-3 text-ink hover:border-ink"
      >
        {versions.map(({ version }) => (
          <option key={version} value={version}>
            Version {version}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Which two versions are compared: a plain form whose answer has an address of its own. */
export function CompareForm({ revisions, from, to, after }: Props) {
  const known = new Map([...revisions, from, to].map((revision) => [revision.version, revision]));
  const versions = [...known.values()].sort((one, other) => other.version - one.version);
  return (
    <form method="get" className="flex flex-wrap items-end gap-x-4 gap-y-3">
      {after && <input type="hidden" name="after" value={after} />}
      <VersionSelect name="from" label="From" versions={versions} value={from.version} />
      <VersionSelect name="to" label="To" versions={versions} value={to.version} />
      <Button type="submit" variant="quiet">
        Compare
      </Button>
    </form>
  );
}
