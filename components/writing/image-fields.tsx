import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { FieldError } from "#components/ui/field-error";
import type { ImageUploads } from "#lib/client/image-uploads";
import type { ImageUpload } from "#lib/client/upload-list";

type Props = {
  upload: ImageUpload;
  uploads: ImageUploads;
  /** Whether the writer has just asked for it, or finished the one before. */
  hasFocus: boolean;
  onDone: () => void;
};

const input =
  "block w-full rounded-sm border border-edge bg-transparent px-3 py-2 text-ink hover:border-ink disabled:opacity-50 aria-invalid:border-danger";

/** The description of an image: alternative text, or that it is decorative, and a caption. */
export function ImageFields({ upload: { alt, caption, id, isDecorative }, uploads, hasFocus, onDone }: Props) {
  const name = useId();
  const first = useRef<HTMLInputElement>(null);
  const [isRefused, setRefused] = useState(false);
  const isMissing = isRefused && !isDecorative && alt.trim() === "";

  useEffect(() => {
    if (hasFocus) first.current?.focus();
  }, [hasFocus]);

  function finish() {
    if (!isDecorative && alt.trim() === "") {
      setRefused(true);
      first.current?.focus();
      return;
    }
    uploads.close(id);
    onDone();
  }

  /** Enter would submit the form of the post. */
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    finish();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the fields in it
    <div
      onKeyDown={onKeyDown}
      // Once the focus is where it goes: the text is edited by the browser's commands, which need it.
      onBlur={() => window.setTimeout(() => uploads.commit(id))}
      className="mt-2 space-y-2"
    >
      <div>
        <label htmlFor={`${name}-alt`} className="text-note">
          What does it show? <span className="text-ink-soft">For readers who cannot see it</span>
        </label>
        <div className="mt-1 flex flex-wrap items-center gap-x-4">
          <input
            ref={first}
            id={`${name}-alt`}
            value={alt}
            disabled={isDecorative}
            aria-invalid={isMissing}
            aria-describedby={isMissing ? `${name}-error` : undefined}
            autoComplete="off"
            dir="auto"
            onChange={({ target }) => uploads.describe(id, { alt: target.value })}
            className={`${input} min-w-48 grow basis-0`}
          />
          <label className="flex min-h-11 cursor-pointer items-center gap-2">
            <input
              type="checkbox"
              checked={isDecorative}
              onChange={({ target }) => uploads.describe(id, { isDecorative: target.checked })}
              className="size-4"
            />
            Decorative
          </label>
        </div>
        <FieldError
          id={`${name}-error`}
          error={isMissing ? "Say what it shows, or mark it as decorative" : undefined}
        />
      </div>
      <div>
        <label htmlFor={`${name}-caption`} className="text-note">
          Caption <span className="text-ink-soft">(optional)</span>
        </label>
        <input
          id={`${name}-caption`}
          value={caption}
          autoComplete="off"
          dir="auto"
          onChange={({ target }) => uploads.describe(id, { caption: target.value })}
          className={`${input} mt-1`}
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2 pt-1">
        <Button onClick={finish}>Done</Button>{" "}
        <Button
          variant="text"
          onClick={() => {
            uploads.close(id);
            onDone();
          }}
        >
          Later
        </Button>
      </div>
    </div>
  );
}
