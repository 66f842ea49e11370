import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { Button } from "./button.tsx";
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

/** A modal confirmation, open while it is rendered; the browser traps the focus. */
export function ConfirmDialog({ title, children, action, isBusy = false, error, onConfirm, onCancel }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const titleId = useId();

  // The browser restores the focus only if the dialog is closed before it is removed.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    cancel.current?.focus();
    return () => element?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
      className="m-auto w-[min(28rem,calc(100vw-2.5rem))] rounded-sm border border-edge bg-paper p-6 text-ink backdrop:bg-black/50 wide:p-8"
    >
      <h2 id={titleId} className="font-serif text-heading font-medium">
        {title}
      </h2>
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
    </dialog>
  );
}
