import { type KeyboardEvent, useRef } from "react";
import { useSite } from "#components/site/site-context";
import { FieldError } from "#components/ui/field-error";
import { Textarea } from "#components/ui/textarea";
import { useFrontMatter } from "#lib/client/use-front-matter";
import { useGrowingField } from "#lib/client/use-growing-field";
import { TEXT_FIELDS } from "#lib/shared/post-fields";
import type { PostFormValues } from "#lib/shared/post-form";
import type { FieldErrors } from "#lib/shared/problems";
import { FrontMatterNotice } from "./front-matter-notice.tsx";
import { editByKey, Toolbar } from "./toolbar.tsx";

type Props = {
  /** The initial values. */
  fields: PostFormValues;
  errors: FieldErrors;
  isHidden: boolean;
  onContent: (content: string) => void;
};

const borderless =
  "block w-full resize-none border-0 bg-transparent p-0 font-serif text-ink placeholder:text-ink-soft/60 focus-visible:outline-none";

/** The sheet: title and text, nothing else. Its fields are uncontrolled, so that text typed before hydration is kept. */
export function EditorSheet({ fields, errors, isHidden, onContent }: Props) {
  const title = useRef<HTMLTextAreaElement>(null);
  const content = useRef<HTMLTextAreaElement>(null);
  useGrowingField(title);
  const frontMatter = useFrontMatter(content, useSite().timeZone);
  const error = (name: "title" | "content") => errors[name]?.[0];
  /** A title is one line, however long. */
  function leaveByEnter(event: KeyboardEvent) {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    content.current?.focus();
  }
  return (
    <div className={isHidden ? "max-desk:hidden" : ""}>
      <Textarea
        ref={title}
        rows={1}
        name="title"
        // After a form post without JavaScript; otherwise an effect moves the focus.
        autoFocus={Boolean(error("title"))}
        aria-label={TEXT_FIELDS.title.label}
        aria-invalid={Boolean(error("title"))}
        aria-describedby={error("title") ? "title-error" : undefined}
        required
        defaultValue={fields.title}
        placeholder="Title"
        autoComplete="off"
        dir="auto"
        onKeyDown={leaveByEnter}
        className={`${borderless} field-sizing-content overflow-hidden text-title font-medium`}
      />
      <FieldError id="title-error" error={error("title")} />
      <div className="mt-3">
        <Toolbar field={content} />
      </div>
      <Textarea
        ref={content}
        name="content"
        autoFocus={Boolean(error("content")) && !error("title")}
        aria-label={TEXT_FIELDS.content.label}
        aria-invalid={Boolean(error("content"))}
        aria-describedby={error("content") ? "content-error" : undefined}
        required
        rows={16}
        defaultValue={fields.content}
        placeholder="Write…"
        dir="auto"
        onInput={({ currentTarget }) => onContent(currentTarget.value)}
        onKeyDown={editByKey}
        onPaste={frontMatter.onPaste}
        className={`${borderless} mt-3 min-h-[60vh] text-body field-sizing-content`}
      />
      <FieldError id="content-error" error={error("content")} />
      <FrontMatterNotice {...frontMatter} />
    </div>
  );
}
