import { type ChangeEvent, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { FieldError } from "#components/ui/field-error";
import { FileInput } from "#components/ui/file-input";
import { api } from "#lib/client/api";
import { useAction } from "#lib/client/use-action";
import { IMAGE_TYPES } from "#lib/shared/image-types";

type Props = {
  name: string;
  label: string;
  hint: string;
  defaultValue: string;
  error: string | undefined;
};

/** An image of the site: shown, and replaced by a file; without JavaScript its address, as the page of images has it. */
export function ImageField({ name, label, hint, defaultValue, error }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(defaultValue);
  const upload = useAction(async (file: File) => change((await api.uploadImage(file)).url));
  const shownError = upload.error ? `${upload.error.title}.` : error;

  function change(url: string) {
    setShown(url);
    if (!field.current) return;
    field.current.value = url;
    // What is set by a script is no input; the form is changed all the same.
    field.current.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function choose({ target }: ChangeEvent<HTMLInputElement>) {
    const [file] = target.files ?? [];
    if (file) void upload.run(file);
  }
  return (
    <fieldset>
      <legend className="font-medium">{label}</legend>
      <p id={`${id}-hint`} className="text-note text-ink-soft">
        {hint}
      </p>
      <div className="mt-2 hidden no-script:block">
        <Field
          ref={field}
          name={name}
          label={`Address of the image: ${label}`}
          placeholder="/images/…"
          defaultValue={defaultValue}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-4 no-script:hidden">
        {shown && (
          <img src={shown} alt="" className="h-16 w-auto max-w-48 rounded-sm border border-rule object-contain p-1" />
        )}
        <FileInput
          aria-label={`File: ${label}`}
          aria-describedby={`${id}-hint${shownError ? ` ${id}-error` : ""}`}
          aria-invalid={shownError !== undefined}
          accept={IMAGE_TYPES.join()}
          disabled={upload.isBusy}
          onChange={choose}
          className="max-w-full"
        />
        {shown && (
          <Button variant="text" aria-label={`Remove: ${label}`} onClick={() => change("")}>
            Remove
          </Button>
        )}
      </div>
      <FieldError id={`${id}-error`} error={shownError} />
    </fieldset>
  );
}
