import { type FormEvent, useRef, useState } from "react";
import { type PostFormValues, parseFormValues, scheduleError } from "#lib/shared/post-form";
import type { NewPost, Post } from "#lib/shared/posts";
import type { FieldErrors } from "#lib/shared/problems";
import { ApiError } from "./api.ts";
import { checkDraft } from "./check-draft.ts";

/** What was wrong, as a refused plain form says it too. */
export type SubmitError = { status: number; title: string; fields: FieldErrors };

/** What is in the form, or everything that is wrong with it. */
function read(form: HTMLFormElement): { draft: NewPost } | { faults: FieldErrors } {
  const said = Object.fromEntries(new FormData(form)) as Partial<PostFormValues>;
  const fault = scheduleError(said, "", Date.now());
  const draft = parseFormValues(said, "");
  const checked = checkDraft(fault === undefined ? draft : { ...draft, publishedAt: undefined });
  if (fault === undefined) return checked;
  return { faults: { ...("faults" in checked ? checked.faults : {}), publishedAt: [fault] } };
}

/**
 * Sends the editor's form by a script: checked here first, once for a double click, with what came of it to be shown.
 * @param before what a plain post of the form was refused for
 */
export function useSubmit(store: (draft: NewPost) => Promise<Post>, before: SubmitError | null) {
  const isSending = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<SubmitError | null>(before);
  const [stored, setStored] = useState<Post>();

  /** @param onStored what to do with the form then */
  async function submit(event: FormEvent<HTMLFormElement>, onStored: (form: HTMLFormElement) => void) {
    event.preventDefault();
    // A second click can come before the first has been rendered.
    if (isSending.current) return;
    const form = event.currentTarget;
    setStored(undefined);
    const checked = read(form);
    if ("faults" in checked) return setRefusal({ status: 400, title: "", fields: checked.faults });
    setRefusal(null);
    isSending.current = true;
    setBusy(true);
    try {
      const post = await store(checked.draft);
      onStored(form);
      setStored(post);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal({ status: error.status, title: error.message, fields: error.fields });
    } finally {
      isSending.current = false;
      setBusy(false);
    }
  }

  return { submit, isBusy, refusal, stored };
}
