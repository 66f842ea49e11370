import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { FileInput } from "#components/ui/file-input";
import { Notice } from "#components/ui/notice";
import { Progress } from "#components/ui/progress";
import { sourceForm } from "#lib/client/api";
import { ApiError, reasonOf } from "#lib/client/api-error";
import { upload } from "#lib/client/upload";
import type { RejectedForm } from "#lib/shared/forms";
import type { Import } from "#lib/shared/imports";
import { IMPORTS_PATH } from "#lib/shared/owner-paths";

type Props = {
  label: string;
  /** How large a source may be, in MiB. */
  maxSize: number;
  /** The upload without JavaScript that the server refused. */
  refused: RejectedForm | null;
  onUploaded: (created: Import) => Promise<void>;
};

const MIB = 1024 * 1024;
const sizeText = (mib: number) => (mib >= 1024 ? `${Number((mib / 1024).toFixed(1))} GiB` : `${mib} MiB`);

/** Uploads the source of an import; without JavaScript by a POST to its page. */
export function SourceForm({ label, maxSize, refused, onUploaded }: Props) {
  const id = useId();
  const running = useRef<AbortController>(undefined);
  const [sent, setSent] = useState<number>();
  const [error, setError] = useState(refused?.form === "upload-source" ? `${refused.title}.` : "");
  useEffect(() => () => running.current?.abort(), []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const input = event.currentTarget.elements.namedItem("file") as HTMLInputElement;
    const files = [...(input.files ?? [])];
    if (running.current) return;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (files.length === 0) {
      setError("Choose a file.");
      input.focus();
      return;
    }
    if (size > maxSize * MIB) {
      setError(`The source has ${sizeText(Math.ceil(size / MIB))}; it must have at most ${sizeText(maxSize)}.`);
      return;
    }
    const controller = new AbortController();
    running.current = controller;
    setError("");
    setSent(0);
    try {
      const form = sourceForm(files.map((file) => ({ name: file.name, file })));
      const options = { onProgress: setSent, signal: controller.signal };
      await onUploaded(await upload<Import>(IMPORTS_PATH, form, options));
    } catch (thrown) {
      if (controller.signal.aborted) return;
      if (!(thrown instanceof ApiError)) throw thrown;
      setError(reasonOf(thrown));
    } finally {
      running.current = undefined;
      setSent(undefined);
    }
  }

  const isBusy = sent !== undefined;
  const percent = Math.floor((sent ?? 0) * 100);
  return (
    <form method="post" encType="multipart/form-data" noValidate onSubmit={submit} className="max-w-md space-y-4">
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-note text-ink-soft">
          WordPress: the XML file, or all of them, and a zip of its uploads. Ghost: the JSON file and a zip of its
          content, or one zip. Jekyll, Hugo, Astro, Eleventy or Zola: a zip of the folder. Octavo: the zip of an export.
          At most {sizeText(maxSize)} together.
        </p>
        <FileInput
          id={id}
          name="file"
          multiple
          accept=".xml,.json,.zip,.wxr"
          required
          aria-invalid={error !== ""}
          aria-describedby={`${id}-hint${error ? ` ${id}-error` : ""}`}
        />
      </div>
      {error && (
        <Notice kind="error" id={`${id}-error`} className="wrap-anywhere">
          {error}
        </Notice>
      )}
      {isBusy && (
        <div className="space-y-1">
          <Progress label="Uploaded" value={percent} max={100} />
          <p className="text-note text-ink-soft tabular-nums">
            {percent < 100 ? `${percent} % uploaded` : "Uploaded; the server stores the last part…"}
          </p>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" isBusy={isBusy}>
          Upload and check
        </Button>{" "}
        {isBusy && (
          <Button variant="quiet" onClick={() => running.current?.abort()}>
            Cancel
          </Button>
        )}
        <span role="status" className="sr-only">
          {isBusy && "Uploading…"}
        </span>
      </div>
    </form>
  );
}
