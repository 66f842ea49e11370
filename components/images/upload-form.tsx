import { type FormEvent, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { FileInput } from "#components/ui/file-input";
import { Notice } from "#components/ui/notice";
import type { UploadFailure } from "#lib/client/use-images";
import type { RejectedForm } from "#lib/shared/forms";
import { IMAGE_TYPES, IMAGE_TYPES_TEXT } from "#lib/shared/image-types";

type Props = {
  /** The upload without JavaScript that the server refused. */
  refused: RejectedForm | null;
  /** Uploads the files. @returns those that were refused */
  onUpload: (files: File[], onProgress: (done: number) => void) => Promise<UploadFailure[]>;
};

/** With JavaScript several files at once, one after the other; one without. */
const allowSeveral = (input: HTMLInputElement | null) => {
  if (input) input.multiple = true;
};

/** Uploads images to the library; without JavaScript by a POST to its page. */
export function UploadForm({ refused, onUpload }: Props) {
  const id = useId();
  const isRunning = useRef(false);
  const [progress, setProgress] = useState("");
  const [failures, setFailures] = useState<UploadFailure[]>(
    refused?.form === "upload-image" ? [{ name: "", reason: `${refused.title}.` }] : [],
  );
  const hasError = failures.length > 0;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const input = form.elements.namedItem("file") as HTMLInputElement;
    const files = [...(input.files ?? [])];
    if (isRunning.current) return;
    if (files.length === 0) {
      setFailures([{ name: "", reason: "Choose an image." }]);
      input.focus();
      return;
    }
    isRunning.current = true;
    setFailures([]);
    try {
      setFailures(
        await onUpload(files, (done) =>
          setProgress(files.length === 1 ? "Uploading…" : `Uploading ${done + 1} of ${files.length}…`),
        ),
      );
      form.reset();
    } finally {
      isRunning.current = false;
      setProgress("");
    }
  }

  return (
    <form method="post" encType="multipart/form-data" noValidate onSubmit={submit} className="max-w-md space-y-4">
      <div>
        <label htmlFor={id} className="font-medium">
          New image
        </label>
        <p id={`${id}-hint`} className="text-note text-ink-soft">
          {IMAGE_TYPES_TEXT}. What the camera has noted, such as the place, is not stored.
        </p>
        <FileInput
          ref={allowSeveral}
          id={id}
          name="file"
          accept={IMAGE_TYPES.join()}
          required
          aria-invalid={hasError}
          aria-describedby={`${id}-hint${hasError ? ` ${id}-error` : ""}`}
        />
      </div>
      {hasError && (
        <Notice kind="error" id={`${id}-error`}>
          <ul>
            {failures.map(({ name, reason }) => (
              <li key={`${name} ${reason}`} className="wrap-anywhere">
                {name && <bdi>{name}: </bdi>}
                {reason}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" isBusy={progress !== ""}>
          Upload
        </Button>
        <span role="status" className="text-note text-ink-soft">
          {progress}
        </span>
      </div>
    </form>
  );
}
