import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { Button } from "./button.tsx";

type Props = {
  title: string;
  children: ReactNode;
  /** What the confirming button says: the thing it does. */
  action: string;
  isBusy?: boolean;
  error?: string | undefined;
  onConfirm: () => void;
  onCancel: () => void;
};

/** Asks before something is done. Shown while it is rendered; the browser keeps the focus inside. */
export function ConfirmDialog({ title, children, action, isBusy = false, error, onConfirm, onCancel }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const titleId = useId();

  // Closed before it leaves the page: only then does the browser give the focus back.
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
        <p role="alert" className="mt-4 border-l-2 border-danger pl-3 text-danger">
          {error}
        </p>
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
