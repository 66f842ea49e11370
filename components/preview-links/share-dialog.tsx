import { useLayoutEffect, useRef } from "react";
import { Button } from "#components/ui/button";
import { PreviewLinksLead } from "./lead.tsx";
import { PreviewLinks } from "./preview-links.tsx";

type Props = {
  /** The id of the post. */
  post: string;
  isPublic: boolean;
  onClose: () => void;
};

/** Shares a preview without leaving the text. */
export function ShareDialog({ post, isPublic, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="share-preview"
      onClose={({ target, currentTarget }) => {
        // Not that of the dialog that asks for confirmation.
        if (target === currentTarget) onClose();
      }}
      className="m-auto max-h-[calc(100dvh-2.5rem)] w-[min(34rem,calc(100vw-2.5rem))] overflow-y-auto rounded-sm border border-edge bg-paper p-6 text-ink backdrop:bg-black/50 wide:p-8"
    >
      <h2 id="share-preview" className="font-serif text-heading font-medium">
        Share a preview
      </h2>
      <p className="mt-3 mb-6 text-ink-soft">
        <PreviewLinksLead isPublic={isPublic} />
      </p>
      <PreviewLinks post={post} />
      <div className="mt-6">
        <Button variant="quiet" onClick={() => dialog.current?.close()}>
          Close
        </Button>
      </div>
    </dialog>
  );
}
