import { useState } from "react";
import { Notice } from "#components/ui/notice";
import { compareValues } from "#lib/client/compare-values";
import { isSameValues, readFormValues } from "#lib/client/form-values";
import type { PostEditor } from "#lib/client/use-post-editor";
import type { Comparison } from "#lib/shared/compare-posts";
import { LazyComparisonView } from "./lazy-comparison-view.tsx";

const FROM = { device: "from this device", server: "from your last session" };
const time = (at: number) => new Date(at).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });

/** Says that the editor shows a newer text than the stored one, with its changes and a way back. */
export function RecoveredNotice({ editor }: { editor: PostEditor }) {
  const { form, state, discard } = editor;
  const { recovered, stored } = state;
  const [comparison, setComparison] = useState<Comparison | null>(null);
  const [undo, setUndo] = useState<(() => Promise<void>) | null>(null);

  async function drop() {
    setComparison(null);
    const restore = await discard();
    setUndo(() => restore);
  }
  async function toggle() {
    const typed = form.current && readFormValues(form.current);
    if (!typed || comparison || isSameValues(typed, stored)) return setComparison(null);
    setComparison(await compareValues(stored, typed));
  }

  if (!recovered && undo) {
    return (
      <Notice kind="success" role="status" className="mb-6 text-note">
        Discarded.{" "}
        <button
          type="button"
          className="link"
          onClick={async () => {
            setUndo(null);
            await undo();
          }}
        >
          Undo
        </button>
      </Notice>
    );
  }
  if (!recovered) return null;
  return (
    <div className="mb-6">
      <Notice kind="success" role="status" className="text-note">
        Continued {FROM[recovered.from]}, {time(recovered.savedAt)}.{" "}
        <button type="button" className="link" aria-expanded={comparison !== null} onClick={() => void toggle()}>
          {comparison ? "Hide changes" : "Show changes"}
        </button>{" "}
        ·{" "}
        <button type="button" className="link" onClick={() => void drop()}>
          Discard
        </button>
      </Notice>
      {comparison && (
        <div className="mt-4 max-h-[50vh] overflow-y-auto border-y border-rule py-4">
          <h2 className="sr-only">Changes</h2>
          <LazyComparisonView comparison={comparison} />
        </div>
      )}
    </div>
  );
}
