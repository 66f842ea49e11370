import type { Comparison } from "#lib/shared/compare-posts";
import { DiffText } from "./diff-text.tsx";

type Props = {
  comparison: Comparison;
  /** The names of both texts; if given, they are side by side on wide screens. */
  sides?: [older: string, newer: string];
};

/** The differences between two texts of a post. */
export function ComparisonView({ comparison, sides }: Props) {
  if (comparison.length === 0) return <p className="text-ink-soft">Both texts are the same.</p>;
  return (
    <div className="space-y-6">
      {comparison.map(({ label, parts }) => (
        <div key={label}>
          {sides && (
            <div className="hidden gap-x-10 wide:grid wide:grid-cols-2">
              {(["added", "removed"] as const).map((other, side) => (
                <div key={other}>
                  <h3 className="text-note text-ink-soft">
                    {label}, {sides[side]}
                  </h3>
                  <div className="mt-1">
                    <DiffText parts={parts.filter(({ kind }) => kind !== other)} />
                  </div>
                </div>
              ))}
            </div>
          )}
          <div className={sides && "wide:hidden"}>
            <h3 className="text-note text-ink-soft">{label}</h3>
            <div className="mt-1">
              <DiffText parts={parts} />
            </div>
          </div>
        </div>
      ))}
    </div>
  );
}
