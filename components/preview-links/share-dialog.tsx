import { Button } from "#components/ui/button";
import { closeModal, Modal } from "#components/ui/modal";
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
  return (
    <Modal title="Share a preview" onClose={onClose} isWide>
      <p className="mt-3 mb-6 text-ink-soft">
        <PreviewLinksLead isPublic={isPublic} />
      </p>
      <PreviewLinks post={post} />
      <div className="mt-6">
        <Button variant="quiet" onClick={closeModal}>
          Close
        </Button>
      </div>
    </Modal>
  );
}
