import { useEffect, useRef } from "react";
import { Notice } from "#components/ui/notice";
import type { PostEditor } from "#lib/client/use-post-editor";
import { ABOUT_ID } from "#lib/shared/owner-paths";

/** Says that a conflict is resolved, and leads back to it. It takes the focus from the buttons that are gone. */
export function ResolvedNotice({ editor: { state, unresolve } }: { editor: PostEditor }) {
  const { resolved } = state;
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (resolved) notice.current?.focus();
  }, [resolved]);
  if (!resolved) return null;
  return (
    <Notice ref={notice} tabIndex={-1} kind="success" className="mb-6 text-note">
      The form has the text that you chose; the {state.post?.id === ABOUT_ID ? "page" : "post"} is not changed yet.
      {resolved.aside.mine !== null && " Your own text, as it was, is among the unfinished texts."}
      {resolved.aside.theirs !== null && " The other text, as it was, is among the unfinished texts."}{" "}
      <button type="button" className="link" onClick={unresolve}>
        Undo
      </button>
    </Notice>
  );
}
