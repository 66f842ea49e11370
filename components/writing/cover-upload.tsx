import { useEffect, useId, useRef, useState } from "react";
import { useUploadLimit } from "#components/images/upload-limit";
import { Button } from "#components/ui/button";
import { FieldError } from "#components/ui/field-error";
import { FileInput } from "#components/ui/file-input";
import { ApiError, reasonOf } from "#lib/client/api-error";
import { fileRefusal } from "#lib/client/image-files";
import { uploadImage } from "#lib/client/upload-image";
import { IMAGE_TYPES, IMAGE_TYPES_TEXT } from "#lib/shared/image-types";

type Props = {
  account: string;
  label: string;
  /** @param id of the image */
  onUploaded: (id: string) => void;
};

/** Uploads the image that is chosen. One that fails can be uploaded again. */
export function CoverUpload({ account, label, onUploaded }: Props) {
  const id = useId();
  const bytesMax = useUploadLimit();
  const upload = useRef<AbortController>(undefined);
  const [share, setShare] = useState<number>();
  const [failed, setFailed] = useState<{ file: File | undefined; reason: string }>();
  useEffect(() => () => upload.current?.abort(), []);

  async function start(file: File) {
    upload.current?.abort();
    const refusal = fileRefusal(file, bytesMax);
    setFailed(refusal === undefined ? undefined : { file: undefined, reason: refusal });
    if (refusal !== undefined) return;
    const current = new AbortController();
    upload.current = current;
    setShare(0);
    try {
      const { id } = await uploadImage(file, { account, onProgress: setShare, signal: current.signal });
      if (!current.signal.aborted) onUploaded(id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!current.signal.aborted) setFailed({ file, reason: reasonOf(error) });
    } finally {
      if (upload.current === current) setShare(undefined);
    }
  }

  const describedBy = failed ? `${id}-hint ${id}-error` : `${id}-hint`;
  const { file, reason } = failed ?? {};
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-hint`} className="text-note text-ink-soft">
        {IMAGE_TYPES_TEXT}.
      </p>
      <FileInput
        id={id}
        accept={IMAGE_TYPES.join(",")}
        aria-describedby={describedBy}
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          // The same file may be chosen again.
          currentTarget.value = "";
          if (chosen) void start(chosen);
        }}
      />
      <p role="status" className="text-note text-ink-soft tabular-nums">
        {share !== undefined && (share < 1 ? `Uploading, ${Math.floor(share * 100)} %` : "Processing the image…")}
      </p>
      <FieldError id={`${id}-error`} error={reason && `Not uploaded. ${reason}`} />
      {file && (
        <Button variant="text" onClick={() => void start(file)}>
          Try again
        </Button>
      )}
    </div>
  );
}
