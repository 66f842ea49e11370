import { type KeyboardEvent, memo, type RefObject, useEffect, useRef } from "react";
import { useSite } from "#components/site/site-context";
import { FieldError } from "#components/ui/field-error";
import { Textarea } from "#components/ui/textarea";
import { useFrontMatter } from "#lib/client/use-front-matter";
import { useGrowingField } from "#lib/client/use-growing-field";
import { useTypingHelp } from "#lib/client/use-typing-help";
import { IMAGES_PAGE_PATH } from "#lib/shared/owner-paths";
import { TEXT_FIELDS } from "#lib/shared/post-fields";
import { FrontMatterNotice } from "./front-matter-notice.tsx";
import { editByKey, Toolbar } from "./toolbar.tsx";

type Props = {
  /** The text field, for who scrolls or previews it. */
  content: RefObject<HTMLTextAreaElement | null>;
  /** The initial values; the text about the site has no title, which is null then. */
  initialTitle: string | null;
  initialContent: string;
  titleError: string | undefined;
  contentError: string | undefined;
  isHidden: boolean;
  /** Called at each change of the text, which it must not read: that takes time in a long one. */
  onContent: () => void;
  onImages: (files: File[]) => void;
  /** Is to be called before a Markdown text is inserted into the empty field. */
  onText: RefObject<(text: string) => void>;
};

const borderless =
  "block w-full resize-none border-0 bg-transparent p-0 font-serif text-ink placeholder:text-ink-soft/60 focus-visible:outline-none";

/**
 * The sheet: title and text, nothing else. Its fields are uncontrolled, so that text typed before hydration is kept. Rendered again
 * only where its own properties change: React sets the default value of a text field each time, which takes time in a long text.
 */
export const EditorSheet = memo(function EditorSheet({
  content,
  initialTitle,
  initialContent,
  titleError,
  contentError,
  isHidden,
  onContent,
  onImages,
  onText,
}: Props) {
  const title = useRef<HTMLTextAreaElement>(null);
  useGrowingField(title);
  useTypingHelp(content);
  const frontMatter = useFrontMatter(content, useSite().timeZone);
  const { offer } = frontMatter;
  useEffect(() => {
    if (initialTitle !== null) onText.current = (text) => void offer(text);
  });
  /** A title is one line, however long. */
  function leaveByEnter(event: KeyboardEvent) {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    content.current?.focus();
  }
  return (
    <div className={isHidden ? "max-desk:hidden" : ""}>
      {initialTitle !== null && (
        <>
          <Textarea
            ref={title}
            rows={1}
            name="title"
            // After a form post without JavaScript; otherwise an effect moves the focus.
            autoFocus={Boolean(titleError)}
            aria-label={TEXT_FIELDS.title.label}
            aria-invalid={Boolean(titleError)}
            aria-describedby={titleError ? "title-error" : undefined}
            required
            defaultValue={initialTitle}
            placeholder="Title"
            autoComplete="off"
            dir="auto"
            onKeyDown={leaveByEnter}
            className={`${borderless} field-sizing-content overflow-hidden text-title font-medium`}
          />
          <FieldError id="title-error" error={titleError} />
        </>
      )}
      <div className={initialTitle === null ? "" : "mt-3"}>
        <Toolbar field={content} onImages={onImages} />
        <noscript>
          <p className="text-note text-ink-soft">
            Images: upload them on the page{" "}
            <a href={IMAGES_PAGE_PATH} target="_blank" rel="noreferrer" className="link">
              Images
            </a>{" "}
            (it opens beside this one), and copy the Markdown of each into the text.
          </p>
        </noscript>
      </div>
      <Textarea
        ref={content}
        name="content"
        autoFocus={Boolean(contentError) && !titleError}
        aria-label={TEXT_FIELDS.content.label}
        aria-invalid={Boolean(contentError)}
        aria-describedby={contentError ? "content-error" : "content-keys"}
        required
        rows={16}
        defaultValue={initialContent}
        placeholder="Write…"
        dir="auto"
        onInput={onContent}
        onKeyDown={editByKey}
        // Front matter is of a post.
        onPaste={initialTitle === null ? undefined : frontMatter.onPaste}
        className={`${borderless} mt-3 min-h-[60vh] text-body field-sizing-content group-data-dropping/editor:outline-2 group-data-dropping/editor:outline-offset-8 group-data-dropping/editor:outline-accent group-data-dropping/editor:outline-dashed`}
      />
      <p id="content-keys" hidden>
        Markdown. In a list, Tab and Shift+Tab move an item; press Escape before Tab to leave the text.
      </p>
      <FieldError id="content-error" error={contentError} />
      <FrontMatterNotice {...frontMatter} />
    </div>
  );
});
