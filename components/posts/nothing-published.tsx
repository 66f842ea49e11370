import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import * as labels from "#lib/shared/labels/empty-site";
import type { NextStep } from "#lib/shared/site";

type Props = {
  /** Of `nextStepsProp`. */
  steps?: NextStep[] | undefined;
};

/** A site without posts, and what the viewer can do about it. */
export function NothingPublished({ steps }: Props) {
  return (
    <EmptyState title={labels.nothingPublished}>
      {steps && (
        <ul className="flex flex-wrap gap-x-6 gap-y-2">
          {steps.map(({ label, url }) => (
            <li key={url}>
              <Link href={url} className="link">
                {label}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </EmptyState>
  );
}
