// Loaded after the editor is hydrated, see `useImageUploads`.
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { ImageUploads } from "#lib/client/image-uploads";
import type { ImageUpload } from "#lib/client/upload-list";
import { ImageFields } from "./image-fields.tsx";
import { ImageRow, isStuck } from "./image-row.tsx";

export { createImageUploads } from "#lib/client/image-uploads";

export type ImagePanelProps = {
  uploads: ImageUploads;
  /** Lets the writer sign in again. */
  onSignIn: () => void;
  /** Takes the focus back to the text. */
  onDone: () => void;
};

const isShown = ({ hasPlaceholder, isDescribed, isInText }: ImageUpload) =>
  hasPlaceholder || (isInText && !isDescribed);
const isToDescribe = (upload: ImageUpload) =>
  !upload.isDescribed && upload.state.name !== "failed" && upload.state.name !== "missing";

const counted = (count: number, what: string) => (count === 0 ? [] : [`${count} ${what}`]);

/** The progress of all, for screen readers; shown to everyone where there are several. */
function summaryOf(uploads: ImageUpload[]): string {
  if (uploads.length === 0) return "";
  const done = uploads.filter(({ hasPlaceholder }) => !hasPlaceholder).length;
  const stuck = uploads.filter(isStuck).length;
  const parts = [
    ...counted(uploads.length - done - stuck, "on the way"),
    ...counted(done, "in the text"),
    ...counted(stuck, "not uploaded"),
  ];
  return `${uploads.length === 1 ? "1 image" : `${uploads.length} images`}: ${parts.join(", ")}`;
}

/** Tells the style sheet how high the panel is (`--images`), so that the caret is not behind it. */
function useHeight(isOpen: boolean) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { style } = document.documentElement;
    const element = panel.current;
    if (!isOpen || !element || typeof ResizeObserver === "undefined") return;
    const resizes = new ResizeObserver(() => style.setProperty("--images", `${element.offsetHeight}px`));
    resizes.observe(element);
    return () => {
      resizes.disconnect();
      style.removeProperty("--images");
    };
  }, [isOpen]);
  return panel;
}

/** The images on their way into the text: their progress, and fields for their descriptions. It never takes the focus by itself. */
export function ImagePanel({ uploads, onSignIn, onDone }: ImagePanelProps) {
  const { notes, uploads: all } = useSyncExternalStore(uploads.subscribe, uploads.getSnapshot);
  /** The image that the writer describes, by choice or after the one before. */
  const [chosen, setChosen] = useState<string>();
  const shown = all.filter(isShown);
  const toDescribe = shown.filter(isToDescribe);
  const current = toDescribe.find(({ id }) => id === chosen) ?? toDescribe[0];
  const isOpen = shown.length > 0 || notes.length > 0;
  const panel = useHeight(isOpen);

  function goOn(after: string) {
    const next = toDescribe.find(({ id }) => id !== after);
    setChosen(next?.id);
    if (!next) onDone();
  }

  return (
    // The fields are not the post's: what is typed in them is no change of it.
    <section aria-label="Images" onInput={(event) => event.stopPropagation()} className="contents">
      <p role="status" className="sr-only">
        {summaryOf(shown)}
      </p>
      {isOpen && (
        <div
          ref={panel}
          data-images
          className="sticky bottom-4 z-5 mt-6 max-h-[min(24rem,50dvh)] space-y-4 overflow-y-auto overscroll-contain rounded-sm border border-edge bg-paper p-4 shadow-[0_0_0_0.5rem_var(--color-paper)] narrow:bottom-[calc(var(--bar,6rem)+var(--keyboard,0px)+0.5rem)]"
        >
          {shown.length > 1 && (
            <p aria-hidden="true" className="text-note text-ink-soft">
              {summaryOf(shown)}
            </p>
          )}
          {notes.length > 0 && (
            <div role="alert">
              <ul className="space-y-2">
                {notes.map(({ id, text }) => (
                  <li key={id} className="border-l-2 border-danger pl-3 text-note wrap-anywhere">
                    {text}{" "}
                    <button
                      type="button"
                      className="link min-h-6 cursor-pointer"
                      onClick={() => {
                        uploads.dismissNote(id);
                        // The button is gone.
                        onDone();
                      }}
                    >
                      Dismiss
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          )}
          {shown.length > 0 && (
            <ul className="space-y-4">
              {/* That which the writer describes first, so that its fields are in view. */}
              {[...shown]
                .sort((a, b) => Number(b === current) - Number(a === current))
                .map((upload) => (
                  <li key={upload.id}>
                    <ImageRow
                      upload={upload}
                      uploads={uploads}
                      onSignIn={onSignIn}
                      onDescribe={isToDescribe(upload) && upload !== current ? () => setChosen(upload.id) : undefined}
                      onRemoved={() => goOn(upload.id)}
                    >
                      {upload === current && (
                        <ImageFields
                          upload={upload}
                          uploads={uploads}
                          hasFocus={chosen === upload.id}
                          onDone={() => goOn(upload.id)}
                        />
                      )}
                    </ImageRow>
                  </li>
                ))}
            </ul>
          )}
        </div>
      )}
    </section>
  );
}
