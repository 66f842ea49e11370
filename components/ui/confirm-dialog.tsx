import { type ReactNode, useLayoutEffect, useRef } from "react";
import { Button } from "./button.tsx";
import { Modal } from "./modal.tsx";
import { Notice } from "./notice.tsx";

type Props = {
  title: string;
  children: ReactNode;
  /** The label of the confirm button. */
  action: string;
  isBusy?: boolean;
  error?: string | undefined;
  onConfirm: () => void;
  onCancel: () => void;
};

/** A modal confirmation, open while it is rendered. */
export function ConfirmDialog({ title, children, action, isBusy = false, error, onConfirm, onCancel }: Props) {
  const cancel = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => cancel.current?.focus(), []);

  return (
    <Modal title={title} onClose={onCancel}>
      <div className="mt-3 text-ink-soft">{children}</div>
      {error && (
        <Notice kind="error" className="mt-4">
          {error}
        </Notice>
      )}
      <div className="mt-6 flex flex-wrap gap-3">
        <Button variant="danger" isBusy={isBusy} onClick={onConfirm}>
          {action}
        </Button>{" "}
        <Button variant="quiet" onClick={onCancel} ref={cancel}>
          Keep it
        </Button>
      </div>
    </Modal>
  );
}
