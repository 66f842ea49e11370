import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { ApiError } from "#lib/client/api";
import { checkDraft } from "#lib/client/check-draft";
import type { NewPost, Post } from "#lib/shared/posts";
import type { FieldErrors } from "#lib/shared/problems";

type Props = {
  /** The post to start from; an empty form without one. */
  post?: Pick<Post, "title" | "content" | "tags">;
  /** What the submitting button says. */
  action: string;
  /** Stores the draft; what it rejects with is shown, and the text stays. */
  onSubmit: (draft: NewPost) => Promise<Post>;
  /** What to say of a stored post. The fields are cleared then; without it the form stays as it is. */
  success?: (post: Post) => ReactNode;
  /** A way out beside the button. */
  children?: ReactNode;
};

/** The fields hold the text, not React: what was typed before the page's script had come is there too. */
function draftOf(form: HTMLFormElement) {
  const data = new FormData(form);
  const tags = String(data.get("tags")).split(",");
  return {
    title: String(data.get("title")),
    content: String(data.get("content")),
    tags: tags.map((tag) => tag.trim()).filter((tag) => tag !== ""),
  };
}

/** What is wrong with a field or, as with `tags.2`, with a part of it. */
function faultOf(faults: FieldErrors, name: string): string | undefined {
  const [, messages] = Object.entries(faults).find(([path]) => path === name || path.startsWith(`${name}.`)) ?? [];
  return messages?.[0];
}

export function PostForm({ post, action, onSubmit, success, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const isSending = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [faults, setFaults] = useState<FieldErrors>({});
  const [refusal, setRefusal] = useState<ApiError>();
  const [stored, setStored] = useState<Post>();

  useEffect(() => {
    if (Object.keys(faults).length > 0) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [faults]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // A second click can come before the first has been rendered.
    if (isSending.current) return;
    const fields = event.currentTarget;
    setStored(undefined);
    setRefusal(undefined);
    const checked = checkDraft(draftOf(fields));
    setFaults("faults" in checked ? checked.faults : {});
    if ("faults" in checked) return;
    isSending.current = true;
    setBusy(true);
    try {
      const saved = await onSubmit(checked.draft);
      if (success) fields.reset();
      setStored(saved);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFaults(error.fields);
      setRefusal(error);
    } finally {
      isSending.current = false;
      setBusy(false);
    }
  }

  function submitByKey(event: KeyboardEvent) {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    form.current?.requestSubmit();
  }

  return (
    // The server says what is wrong in the same words; the browser's own bubbles would come before them.
    <form
      ref={form}
      method="post"
      action="/api/posts"
      noValidate
      onSubmit={submit}
      onKeyDown={submitByKey}
      className="space-y-7"
    >
      <Field
        label="Title"
        name="title"
        required
        autoComplete="off"
        defaultValue={post?.title}
        error={faultOf(faults, "title")}
      />
      <Field
        label="Content"
        name="content"
        required
        rows={12}
        defaultValue={post?.content}
        error={faultOf(faults, "content")}
      />
      <Field
        label="Tags"
        name="tags"
        hint="If you like: a few words, with commas between them."
        autoComplete="off"
        autoCapitalize="none"
        defaultValue={post?.tags.join(", ")}
        error={faultOf(faults, "tags")}
      />
      {refusal && (
        <div role="alert" className="border-l-2 border-danger pl-3">
          <p className="text-danger">Not stored: {refusal.message}.</p>
          <p className="text-ink-soft">
            Your text is still here.
            {refusal.status === 401 && (
              <>
                {" "}
                <a href="/login" target="_blank" rel="noreferrer" className="link">
                  Sign in in a new tab
                </a>
                , then come back to it.
              </>
            )}
          </p>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        {/* The second click of a double one can come after the answer to the first, when the fields are empty again. */}
        <Button type="submit" isBusy={isBusy} onClick={(event) => event.detail > 1 && event.preventDefault()}>
          {action}
        </Button>
        {children}
      </div>
      <div role="status">
        {stored && success && <div className="border-l-2 border-accent pl-3">{success(stored)}</div>}
      </div>
      <noscript>
        <p className="text-ink-soft">Writing needs JavaScript. Reading and searching do not.</p>
      </noscript>
    </form>
  );
}
