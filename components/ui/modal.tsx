import { type ReactNode, useId, useLayoutEffect, useRef } from "react";

type Props = {
  title: string;
  children: ReactNode;
  /** Called when the user dismisses it, by Escape or by a button with `closeModal`; then the parent stops rendering it. */
  onClose?: (() => void) | undefined;
  /** Wide enough for a list. */
  isWide?: boolean;
};

/** Closes the dialog that a pressed button is in. */
export const closeModal = ({ currentTarget }: { currentTarget: Element }) => currentTarget.closest("dialog")?.close();

/** A modal dialog, open while it is rendered; the browser traps the focus. */
export function Modal({ title, children, onClose, isWide = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  // The browser restores the focus only if the dialog is closed before it is removed.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={({ target, currentTarget }) => {
        // Not that of a dialog inside, which asks for confirmation.
        if (target === currentTarget) onClose?.();
      }}
      className={`m-auto max-h-[calc(100dvh-2.5rem)] ${isWide ? "w-[min(34rem,calc(100vw-2.5rem))]" : "w-[min(28rem,calc(100vw-2.5rem))]"} overflow-y-auto rounded-sm border border-edge bg-paper p-6 text-ink backdrop:bg-black/50 wide:p-8`}
    >
      <h2 id={titleId} className="font-serif text-heading font-medium">
        {title}
      </h2>
      {children}
    </dialog>
  );
}
