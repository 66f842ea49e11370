import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { hasUnsaved } from "#lib/client/unsaved-changes";
import { useLeaveWarning } from "#lib/client/use-leave-warning";
import { usePreview } from "#lib/client/use-preview";
import type { Saving } from "#lib/client/use-save";
import { TEXT_FIELD_NAMES } from "#lib/shared/post-fields";
import type { PostFormValues, Publication } from "#lib/shared/post-form";
import type { Post } from "#lib/shared/posts";
import { EditorFields } from "./editor-fields.tsx";
import { Preview } from "./preview.tsx";
import { SaveError } from "./save-error.tsx";

const LABELS: Record<"create" | "save", Record<Publication, string>> = {
  create: { published: "Publish", draft: "Save draft", scheduled: "Schedule" },
  save: { published: "Save changes", draft: "Save draft", scheduled: "Save changes" },
};

/** Fields that show their own errors, `tags.2` included. */
const SHOWS_ERROR = new RegExp(`^(?:${[...TEXT_FIELD_NAMES, "publishedAt"].join("|")})\\b`);

type Props = {
  /** The form's id, and its name when posted without JavaScript. */
  name: "create" | "save";
  saving: Saving;
  canSaveDraft?: boolean;
  /** Shown after a save; the form is cleared then. Without it the form keeps its text. */
  success?: (post: Post) => ReactNode;
  /** Beside the buttons. */
  children?: ReactNode;
};

/** The form of a post, new or not, with and without JavaScript. */
export function Editor({ name, saving: { state, save }, canSaveDraft = true, success, children }: Props) {
  const { base, conflict, phase } = state;
  const { refused, previewed } = state.form.posted;
  const typed = refused?.typed ?? previewed?.typed;
  const start: PostFormValues = { ...state.form.fields, ...typed };
  const form = useRef<HTMLFormElement>(null);
  const [publication, setPublication] = useState(start.publication);
  const [isPreviewing, setPreviewing] = useState(false);
  const { show: showPreview, ...preview } = usePreview({ html: previewed?.html ?? "", content: start.content });
  const isSaving = phase.name === "saving";
  const error = phase.name === "failed" ? phase.error : null;
  const errors = error?.fields ?? {};
  const hasFieldError = Object.keys(errors).some((path) => SHOWS_ERROR.test(path));

  useLeaveWarning(() => !isSaving && (hasUnsaved(form.current) || (typed !== undefined && phase.name !== "saved")));
  useEffect(() => {
    const content = form.current?.elements.namedItem("content");
    if (content instanceof HTMLTextAreaElement) showPreview(content.value);
  }, [showPreview]);
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [error]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setPreviewing(false);
    const submitted = event.currentTarget;
    if ((await save(submitted)) && success) submitted.reset();
  }

  function submitByKey(event: KeyboardEvent) {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    form.current?.requestSubmit();
  }

  function clear() {
    setPublication(state.form.fields.publication);
    showPreview("");
  }

  return (
    // noValidate: our own messages replace the browser's. Without an action attribute it posts to the page's own URL.
    <form
      ref={form}
      id={name}
      method="post"
      noValidate
      onSubmit={submit}
      onReset={clear}
      onChange={({ target }) => {
        if (target instanceof HTMLInputElement && target.name === "publication")
          setPublication(target.value as Publication);
      }}
      onKeyDown={submitByKey}
      className="desk:grid desk:grid-cols-2 desk:grid-rows-[auto_1fr] desk:gap-x-10"
    >
      {base.version !== undefined && <input type="hidden" name="version" value={base.version} />}
      <div className={`space-y-7 ${isPreviewing ? "max-desk:hidden" : ""}`}>
        <EditorFields
          fields={start}
          errors={errors}
          stored={state.form.publication}
          canSaveDraft={canSaveDraft}
          onContent={showPreview}
        />
      </div>
      <div className="mt-8 space-y-6">
        {error && !hasFieldError && <SaveError status={error.status} title={error.title} />}
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          {/* The second click of a double click can arrive after the response, when the form is empty. */}
          <Button
            type="submit"
            name="form"
            value={name}
            isBusy={isSaving}
            onClick={(event) => event.detail > 1 && event.preventDefault()}
          >
            {conflict ? "Keep mine" : LABELS[name][publication]}
          </Button>{" "}
          <Button
            variant="quiet"
            aria-pressed={isPreviewing}
            onClick={() => setPreviewing(!isPreviewing)}
            className="desk:hidden no-script:hidden"
          >
            {isPreviewing ? "Continue writing" : "Preview"}
          </Button>{" "}
          <noscript>
            <button type="submit" name="form" value="preview" className="link min-h-11 px-2">
              Preview
            </button>
          </noscript>
          {children}
        </div>
        <div role="status">
          {phase.name === "saved" && success && <Notice kind="success">{success(phase.post)}</Notice>}
        </div>
      </div>
      <div
        className={`desk:col-start-2 desk:row-span-2 desk:row-start-1 ${isPreviewing || previewed ? "max-desk:mt-10 max-desk:border-t max-desk:border-rule max-desk:pt-6" : "max-desk:hidden desk:no-script:hidden"}`}
      >
        <div className="desk:sticky desk:top-6">
          <Preview {...preview} />
        </div>
      </div>
    </form>
  );
}
