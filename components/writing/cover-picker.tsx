// Loaded with the panel to publish.
import { type RefObject, useEffect, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { FieldError } from "#components/ui/field-error";
import { useImage } from "#lib/client/use-image";
import { type Cover, formatCover } from "#lib/shared/cover";
import { thumbnailPath } from "#lib/shared/image-paths";
import { TEXT_FIELDS } from "#lib/shared/post-fields";
import { CoverLibrary } from "./cover-library.tsx";
import { CoverUpload } from "./cover-upload.tsx";

type Props = {
  /** The field of the form, which has the cover as Markdown. */
  field: RefObject<HTMLTextAreaElement | null>;
  account: string;
  label: string;
  error: string | undefined;
};

/** The cover in the form as it is now: this picker changes it, and so does restoring a draft. */
function useCoverIn(field: Props["field"]): Cover | null {
  const [text, setText] = useState(() => field.current?.value ?? "");
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    const update = () => setText(element.value);
    update();
    element.addEventListener("input", update);
    return () => element.removeEventListener("input", update);
  }, [field]);
  return TEXT_FIELDS.cover.parse(text);
}

/** Chooses the cover of a post: an image that is uploaded now or was before, with its alternative text. */
export function CoverPicker({ field, account, label, error }: Props) {
  const id = useId();
  const group = useRef<HTMLFieldSetElement>(null);
  const cover = useCoverIn(field);
  const { image, error: missing } = useImage(cover?.image);
  /** The image that is decorative, if it is: an empty text alone may be one that is not written yet. */
  const [decorative, setDecorative] = useState(cover?.alt === "" ? cover.image : undefined);
  const isDecorative = cover !== null && cover.alt === "" && decorative === cover.image;

  function write(next: Cover | null) {
    const element = field.current;
    if (!element) return;
    element.value = formatCover(next);
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Asks for the alternative text of a new image. */
  function choose(chosen: string) {
    if (chosen === cover?.image) return;
    setDecorative(undefined);
    write({ image: chosen, alt: "" });
    requestAnimationFrame(() => group.current?.querySelector("textarea")?.focus());
  }

  return (
    // What is typed here is written into the field, whose events the form knows.
    <fieldset ref={group} onInput={(event) => event.stopPropagation()} className="min-w-0 space-y-4">
      <legend className="font-medium">{label}</legend>
      {cover && (
        <div className="space-y-4">
          {image && (
            <img
              src={thumbnailPath(image.id, image.width)}
              alt=""
              width={image.width}
              height={image.height}
              className="h-auto max-h-56 w-auto max-w-full rounded-sm bg-wash"
            />
          )}
          {missing && (
            <p className="text-note text-ink-soft">
              {missing.status === 404 ? "The image is not among yours, or is gone." : `Not shown: ${missing.message}.`}
            </p>
          )}
          <Field
            key={cover.image}
            label="Alternative text"
            name=""
            rows={2}
            hint="What the image shows, for readers who do not see it."
            value={cover.alt}
            disabled={isDecorative}
            error={error}
            dir="auto"
            onChange={({ currentTarget }) => {
              setDecorative(undefined);
              write({ ...cover, alt: currentTarget.value.replace(/[\r\n]+/g, " ") });
            }}
          />
          <label className="inline-flex min-h-11 cursor-pointer items-center gap-2">
            <input
              type="checkbox"
              checked={isDecorative}
              onChange={({ currentTarget }) => {
                setDecorative(currentTarget.checked ? cover.image : undefined);
                if (currentTarget.checked) write({ ...cover, alt: "" });
              }}
              className="size-4"
            />
            It is decorative, and needs none
          </label>
          <div>
            <Button
              variant="quiet"
              onClick={() => {
                write(null);
                group.current?.querySelector<HTMLElement>("input[type=file]")?.focus();
              }}
            >
              Remove the cover
            </Button>
          </div>
        </div>
      )}
      {!cover && (
        <p id={`${id}-hint`} className="text-note text-ink-soft">
          Optional: an image above the text, in feeds, and where the post’s link is shared.
        </p>
      )}
      {!cover && <FieldError error={error} />}
      <CoverUpload account={account} label={cover ? "Upload another image" : "Upload an image"} onUploaded={choose} />
      <CoverLibrary chosen={cover?.image} onChoose={choose} />
    </fieldset>
  );
}
