import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { useAction } from "#lib/client/use-action";

type Props = {
  /** The form's name on its page, and the id of the item it changes. */
  name: string;
  id: string;
  label: ReactNode;
  /** The dialog's title, its confirm button, and the words before an error. */
  title: string;
  action: string;
  failure: string;
  /** Runs after confirmation; an ApiError is shown. */
  onConfirm: () => Promise<void>;
  /** The consequences. */
  children: ReactNode;
};

/** A button that asks for confirmation. Without JavaScript it posts to its page without a dialog. */
export function ConfirmedForm({ name, id, label, title, action, failure, onConfirm, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const { run, isBusy, error } = useAction(onConfirm);
  return (
    <>
      <form
        method="post"
        onSubmit={(event) => {
          event.preventDefault();
          setOpen(true);
        }}
      >
        <input type="hidden" name="form" value={name} />
        <input type="hidden" name="id" value={id} />
        <Button type="submit" variant="quiet">
          {label}
        </Button>
      </form>
      {isOpen && (
        <ConfirmDialog
          title={title}
          action={action}
          isBusy={isBusy}
          error={error ? `${failure}: ${error.title}.` : undefined}
          onConfirm={run}
          onCancel={() => setOpen(false)}
        >
          {children}
        </ConfirmDialog>
      )}
    </>
  );
}
