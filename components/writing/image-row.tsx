import { type ReactNode, useRef } from "react";
import { Progress } from "#components/ui/progress";
import type { ImageUploads } from "#lib/client/image-uploads";
import type { ImageUpload } from "#lib/client/upload-list";
import { IMAGE_TYPES } from "#lib/shared/image-types";
import { ImageThumbnail } from "./image-thumbnail.tsx";

type Props = {
  upload: ImageUpload;
  uploads: ImageUploads;
  onSignIn: () => void;
  /** Undefined where the fields are shown, or there is nothing to describe. */
  onDescribe: (() => void) | undefined;
  onRemoved: () => void;
  /** The fields of the image. */
  children: ReactNode;
};

const WAITING = {
  offline: "Offline. It is uploaded when there is a connection.",
  unreachable: "The server cannot be reached. It is tried again by itself.",
  busy: "The server takes no image just now. It is tried again by itself.",
};

const NOT_STORED = {
  missing: "this browser stores nothing for this site",
  full: "the storage for images on this device is full",
  failed: "the storage of this browser fails",
};

/** The progress of an image, in words. */
export function stateText({ hasPlaceholder, state }: ImageUpload): string {
  switch (state.name) {
    case "queued":
      return "Waits for its turn";
    case "uploading":
      return state.share < 1 ? `Uploading, ${Math.floor(state.share * 100)} %` : "Processing…";
    case "waiting":
      return WAITING[state.reason];
    case "failed":
      return `Not uploaded. ${state.reason}`;
    case "signed-out":
      return "Not uploaded: your session has ended.";
    case "other-account":
      return "Not uploaded: another account is signed in now.";
    case "missing":
      return "This device does not have the file.";
    case "uploaded":
      return hasPlaceholder ? "Uploaded. The text has its placeholder again." : "In the text";
  }
}

/** Whether an upload does not go on by itself. */
export const isStuck = ({ state }: ImageUpload): boolean =>
  ["failed", "signed-out", "other-account", "missing"].includes(state.name);

function Action({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" onClick={onClick} className="link min-h-6 cursor-pointer py-0.5">
      {children}
    </button>
  );
}

/** What can be done about an upload that does not go on, or has to be done by the writer. */
function Remedy({
  upload: { hasPlaceholder, id, name, state },
  uploads,
  onSignIn,
}: Pick<Props, "upload" | "uploads" | "onSignIn">) {
  const chooser = useRef<HTMLInputElement>(null);
  switch (state.name) {
    case "waiting":
    case "failed":
    case "other-account":
      return <Action onClick={() => uploads.retry(id)}>Try again</Action>;
    case "signed-out":
      return <Action onClick={onSignIn}>Sign in again</Action>;
    case "missing":
      return (
        <>
          <Action onClick={() => chooser.current?.click()}>Choose it</Action>
          <input
            ref={chooser}
            type="file"
            hidden
            accept={IMAGE_TYPES.join()}
            aria-label={`The file ${name}`}
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              if (file) uploads.replaceFile(id, file);
              target.value = "";
            }}
          />
        </>
      );
    case "uploaded":
      return hasPlaceholder ? <Action onClick={() => uploads.insertAgain(id)}>Put the image in</Action> : null;
    default:
      return null;
  }
}

/** An image on its way into the text. */
export function ImageRow({ upload, uploads, onSignIn, onDescribe, onRemoved, children }: Props) {
  const { file, id, name, state, storage } = upload;
  const isNotStored = file && state.name !== "uploading" && storage !== "stored" && storage !== "pending";
  return (
    <>
      <div className="flex flex-wrap gap-x-4 gap-y-2">
        <div className={children ? "size-16 shrink-0" : "size-11 shrink-0"}>
          <ImageThumbnail upload={upload} />
        </div>
        <div className="min-w-0 grow basis-40">
          <p className="font-medium wrap-anywhere">
            <bdi>{name || "An image"}</bdi>
          </p>
          {state.name === "uploading" && (
            <div className={`my-1.5 ${state.share === 1 ? "motion-safe:animate-pulse" : ""}`}>
              <Progress label={`Upload of ${name}`} value={state.share} max={1} />
            </div>
          )}
          <div className="flex flex-wrap items-baseline gap-x-4 text-note">
            <p className={isStuck(upload) ? "text-danger" : "text-ink-soft"}>{stateText(upload)}</p>{" "}
            <Remedy upload={upload} uploads={uploads} onSignIn={onSignIn} />{" "}
            {onDescribe && (
              <Action onClick={onDescribe}>
                Describe<span className="sr-only"> {name}</span>
              </Action>
            )}{" "}
            <Action
              onClick={() => {
                uploads.remove(id);
                onRemoved();
              }}
            >
              Remove<span className="sr-only"> {name}</span>
            </Action>
          </div>
          {isNotStored && (
            <p className="text-note text-danger">
              Not stored, as {NOT_STORED[storage]}: keep this page open until it is uploaded.
            </p>
          )}
        </div>
      </div>
      {children && <div className="wide:pl-20">{children}</div>}
    </>
  );
}
