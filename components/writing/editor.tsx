import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { hasUnsaved } from "#lib/client/unsaved-changes";
import { useLeaveWarning } from "#lib/client/use-leave-warning";
import { usePreview } from "#lib/client/use-preview";
import { useSubmit } from "#lib/client/use-submit";
import type { RejectedForm } from "#lib/shared/forms";
import { TEXT_FIELD_NAMES } from "#lib/shared/post-fields";
import type { PostFormValues, Publication } from "#lib/shared/post-form";
import type { NewPost, Post } from "#lib/shared/posts";
import { EditorFields } from "./editor-fields.tsx";
import { Preview } from "./preview.tsx";
import { SaveError } from "./save-error.tsx";

/** What came of a plain post of the form: refused, or only looked at. */
export type FormPost = {
  refused: RejectedForm | null;
  previewed: { typed: Record<string, string>; html: string } | null;
};
export const NO_FORM_POST: FormPost = { refused: null, previewed: null };

/** Faults that stand beside their field. */
const SAID_BESIDE = new RegExp(`^(?:${[...TEXT_FIELD_NAMES, "publishedAt"].join("|")})\\b`);

type Props = {
  /** Its id in the page, and its name where it is posted without a script. */
  name: string;
  /** What stands in it to begin with. */
  fields: PostFormValues;
  posted?: FormPost;
  /** Posted along. */
  hidden?: Record<string, string>;
  /** What the post is now. */
  state?: Publication | "new";
  mayKeep?: boolean;
  /** What the submitting button says. */
  actions: Record<Publication, string>;
  /** Stores the draft; what it rejects with is shown, and the text stays. */
  onSubmit: (draft: NewPost) => Promise<Post>;
  /** What to say of a stored post. The fields are cleared then; without it the form stays as it is. */
  success?: (post: Post) => ReactNode;
  /** A way out beside the button. */
  children?: ReactNode;
};

/** Where a post is written, new or not, with and without a script. */
export function Editor({
  name,
  fields,
  posted = NO_FORM_POST,
  hidden = {},
  state = "new",
  mayKeep = true,
  actions,
  onSubmit,
  success,
  children,
}: Props) {
  const { refused, previewed } = posted;
  const typed = refused?.typed ?? previewed?.typed;
  const start: PostFormValues = { ...fields, ...typed };
  const form = useRef<HTMLFormElement>(null);
  const [publication, setPublication] = useState(start.publication);
  const [isReading, setReading] = useState(false);
  const { submit, isBusy, refusal, stored } = useSubmit(onSubmit, refused);
  const { show, ...preview } = usePreview(previewed?.html ?? "");
  const faults = refusal?.fields ?? {};
  const isSaidBeside = Object.keys(faults).some((path) => SAID_BESIDE.test(path));

  useLeaveWarning(() => !isBusy && (hasUnsaved(form.current) || (typed !== undefined && !stored)));
  useEffect(() => {
    const written = form.current?.elements.namedItem("content");
    if (written instanceof HTMLTextAreaElement) show(written.value);
  }, [show]);
  useEffect(() => {
    if (refusal) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [refusal]);

  function submitByKey(event: KeyboardEvent) {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    form.current?.requestSubmit();
  }

  function clear() {
    setPublication(fields.publication);
    show("");
  }

  return (
    // The server says what is wrong in the same words; the browser's own bubbles would come before them. Without an action
    // it is posted to the page's own address.
    <form
      ref={form}
      id={name}
      method="post"
      noValidate
      onSubmit={(event) => {
        setReading(false);
        void submit(event, (sent) => success && sent.reset());
      }}
      onReset={clear}
      onChange={({ target }) => {
        if (target instanceof HTMLInputElement && target.name === "publication")
          setPublication(target.value as Publication);
      }}
      onKeyDown={submitByKey}
      className="desk:grid desk:grid-cols-2 desk:grid-rows-[auto_1fr] desk:gap-x-10"
    >
      {Object.entries(hidden).map(([key, value]) => (
        <input key={key} type="hidden" name={key} value={value} />
      ))}
      <div className={`space-y-7 ${isReading ? "max-desk:hidden" : ""}`}>
        <EditorFields fields={start} faults={faults} state={state} mayKeep={mayKeep} onWrite={show} />
      </div>
      <div className="mt-8 space-y-6">
        {refusal && !isSaidBeside && refusal.status !== 412 && <SaveError {...refusal} />}
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          {/* The second click of a double one can come after the answer to the first, when the fields are empty again. */}
          <Button
            type="submit"
            name="form"
            value={name}
            isBusy={isBusy}
            onClick={(event) => event.detail > 1 && event.preventDefault()}
          >
            {actions[publication]}
          </Button>{" "}
          <Button
            variant="quiet"
            aria-pressed={isReading}
            onClick={() => setReading(!isReading)}
            className="desk:hidden no-script:hidden"
          >
            {isReading ? "Continue writing" : "Preview"}
          </Button>{" "}
          <noscript>
            <button type="submit" name="form" value="preview" className="link min-h-11 px-2">
              Preview
            </button>
          </noscript>
          {children}
        </div>
        <div role="status">
          {stored && success && <div className="border-l-2 border-accent pl-3">{success(stored)}</div>}
        </div>
      </div>
      <div
        className={`desk:col-start-2 desk:row-span-2 desk:row-start-1 ${isReading || previewed ? "max-desk:mt-10 max-desk:border-t max-desk:border-rule max-desk:pt-6" : "max-desk:hidden desk:no-script:hidden"}`}
      >
        <div className="desk:sticky desk:top-6">
          <Preview {...preview} />
        </div>
      </div>
    </form>
  );
}
