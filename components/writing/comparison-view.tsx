import type { Comparison } from "#lib/shared/compare-posts";
import { DiffText } from "./diff-text.tsx";

type Props = {
  comparison: Comparison;
  /** Names of the older and the newer text, to see them apart and not in one. */
  sides?: [older: string, newer: string];
};

/** What differs between two texts of a post. */
export function ComparisonView({ comparison, sides }: Props) {
  if (comparison.length === 0) return <p className="text-ink-soft">Both texts are the same.</p>;
  return (
    <dl className="space-y-6">
      {comparison.map(({ label, parts }) =>
        sides ? (
          <div key={label} className="grid gap-x-10 gap-y-4 wide:grid-cols-2">
            {(["added", "removed"] as const).map((left, side) => (
              <div key={left}>
                <dt className="text-note text-ink-soft">
                  {label}, {sides[side]}
                </dt>
                <dd className="mt-1">
                  <DiffText parts={parts.filter(({ kind }) => kind !== left)} />
                </dd>
              </div>
            ))}
          </div>
        ) : (
          <div key={label}>
            <dt className="text-note text-ink-soft">{label}</dt>
            <dd className="mt-1">
              <DiffText parts={parts} />
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}
