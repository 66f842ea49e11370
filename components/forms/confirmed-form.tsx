import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { useAction } from "#lib/client/use-action";

/** What submitting does without JavaScript: posts the form `name` to its page with the id of the item, or opens a page that asks. */
type WithoutJavaScript = { name: string; id: string } | { page: string };

type Props = WithoutJavaScript & {
  label: ReactNode;
  variant?: "quiet" | "text";
  /** The dialog's title, its confirm button, and the words before an error. */
  title: string;
  action: string;
  failure: string;
  /** Runs after confirmation; an ApiError is shown. */
  onConfirm: () => Promise<void>;
  /** The consequences. */
  children: ReactNode;
};

/** A button that asks for confirmation in a dialog. */
export function ConfirmedForm(props: Props) {
  const { label, variant = "quiet", title, action, failure, onConfirm, children } = props;
  const [isOpen, setOpen] = useState(false);
  const { run, isBusy, error } = useAction(onConfirm);
  return (
    <>
      <form
        {...("page" in props ? { method: "get", action: props.page } : { method: "post" })}
        onSubmit={(event) => {
          event.preventDefault();
          setOpen(true);
        }}
      >
        {"name" in props && (
          <>
            <input type="hidden" name="form" value={props.name} />
            <input type="hidden" name="id" value={props.id} />
          </>
        )}
        <Button type="submit" variant={variant}>
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
