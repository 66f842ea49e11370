import { type ReactNode, useState } from "react";
import { ApiError } from "#lib/client/request";
import { Button } from "./button.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";

type Props = {
  /** Which of the page's forms this is, and what it is about. */
  name: string;
  id: string;
  /** What the button says. */
  label: ReactNode;
  /** What is asked, what the confirming button says, and what it is when it is refused. */
  title: string;
  action: string;
  failure: string;
  /** Does it; what it rejects with is shown. */
  onConfirm: () => Promise<void>;
  /** What it means. */
  children: ReactNode;
};

/** A button that asks before it does something for good. Without JavaScript it posts to the page itself, and asks no more. */
export function ConfirmedForm({ name, id, label, title, action, failure, onConfirm, children }: Props) {
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  async function confirm() {
    setBusy(true);
    setRefusal(undefined);
    try {
      await onConfirm();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(`${failure}: ${error.message}.`);
      setBusy(false);
    }
  }

  return (
    <>
      <form
        method="post"
        onSubmit={(event) => {
          event.preventDefault();
          setAsking(true);
        }}
      >
        <input type="hidden" name="form" value={name} />
        <input type="hidden" name="id" value={id} />
        <Button type="submit" variant="quiet">
          {label}
        </Button>
      </form>
      {isAsking && (
        <ConfirmDialog
          title={title}
          action={action}
          isBusy={isBusy}
          error={refusal}
          onConfirm={confirm}
          onCancel={() => setAsking(false)}
        >
          {children}
        </ConfirmDialog>
      )}
    </>
  );
}
