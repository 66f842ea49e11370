import { useState } from "react";
import { Button } from "#components/ui/button";
import { type Status, StatusLine } from "#components/ui/status-line";
import { compareValues } from "#lib/client/compare-values";
import { readFormValues } from "#lib/client/form-values";
import type { DraftState } from "#lib/client/local-drafts";
import type { PostEditor } from "#lib/client/use-post-editor";
import type { Comparison } from "#lib/shared/compare-posts";
import { LazyComparisonView } from "./lazy-comparison-view.tsx";

const time = (at: number) => new Date(at).toLocaleString("en", { dateStyle: "medium", timeStyle: "medium" });

type ItemProps = { state: DraftState; onCompare: () => Promise<Comparison>; onRestore: () => void };

function Item({ state, onCompare, onRestore }: ItemProps) {
  const [comparison, setComparison] = useState<Comparison>();
  const at = time(state.savedAt);
  return (
    <li className="border-t border-rule py-3">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <span className="mr-auto">{at}</span>{" "}
        <Button
          variant="text"
          aria-expanded={comparison !== undefined}
          onClick={async () => setComparison(comparison ? undefined : await onCompare())}
        >
          {comparison ? "Hide" : "Compare"}
          <span className="sr-only"> the state of {at}</span>
        </Button>{" "}
        <Button variant="text" onClick={onRestore}>
          Restore<span className="sr-only"> the state of {at}</span>
        </Button>
      </div>
      {comparison && (
        <div className="mt-3">
          <LazyComparisonView comparison={comparison} />
        </div>
      )}
    </li>
  );
}

/** The earlier states of the draft that this device has, each to be compared with the form and restored. */
export function EarlierStates({ editor: { form, listStates, restoreState } }: { editor: PostEditor }) {
  const [states, setStates] = useState<DraftState[]>();
  const [status, setStatus] = useState<Status>();

  const compare = ({ values }: DraftState): Promise<Comparison> =>
    compareValues(form.current ? readFormValues(form.current) : values, values);
  async function restore(state: DraftState) {
    const undo = await restoreState(state);
    setStates(await listStates());
    setStatus({
      text: (
        <>
          The form has the text of {time(state.savedAt)}.{" "}
          <Button
            variant="text"
            onClick={() => {
              undo();
              setStatus({ text: "The form has the text from before." });
            }}
          >
            Undo
          </Button>
        </>
      ),
    });
  }
  return (
    <details
      className="mt-10 no-script:hidden"
      onToggle={async ({ currentTarget }) => {
        if (currentTarget.open) setStates(await listStates());
      }}
    >
      <summary className="w-fit cursor-pointer py-2 text-note text-ink-soft">Earlier states of this text</summary>
      <h2 className="sr-only">Earlier states</h2>
      <StatusLine status={status} />
      {states?.length === 0 && (
        <p className="text-ink-soft">None yet: this device keeps the last 20, one for each half minute of writing.</p>
      )}
      <ul className="max-w-prose">
        {states?.map((state) => (
          <Item
            key={`${state.savedAt} ${state.values.content.length}`}
            state={state}
            onCompare={() => compare(state)}
            onRestore={() => void restore(state)}
          />
        ))}
      </ul>
    </details>
  );
}
