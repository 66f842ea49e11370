import { useId } from "react";
import { Button } from "#components/ui/button";
import type { RevisionSummary } from "#lib/shared/posts";

type Props = {
  revisions: RevisionSummary[];
  from: RevisionSummary;
  to: RevisionSummary;
  /** The cursor of the page of revisions on screen. */
  after: string | null;
};

type SelectProps = { name: string; label: string; revisions: RevisionSummary[]; value: number };

function RevisionSelect({ name, label, revisions, value }: SelectProps) {
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
        {revisions.map(({ version }) => (
          <option key={version} value={version}>
            Revision {version}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Selects the two revisions to compare: a GET form, so that each comparison has a URL. */
export function CompareForm({ revisions, from, to, after }: Props) {
  const byVersion = new Map([...revisions, from, to].map((revision) => [revision.version, revision]));
  const options = [...byVersion.values()].sort((a, b) => b.version - a.version);
  return (
    <form method="get" className="flex flex-wrap items-end gap-x-4 gap-y-3">
      {after && <input type="hidden" name="after" value={after} />}
      <RevisionSelect name="from" label="From" revisions={options} value={from.version} />
      <RevisionSelect name="to" label="To" revisions={options} value={to.version} />
      <Button type="submit" variant="quiet">
        Compare
      </Button>
    </form>
  );
}
