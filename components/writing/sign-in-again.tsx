import { useLayoutEffect, useRef } from "react";
import { EmailField } from "#components/accounts/email-field";
import { PasskeySignIn } from "#components/accounts/passkey-sign-in";
import { ActionForm } from "#components/forms/action-form";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { useSignIn } from "#lib/client/use-account-changes";

type Props = {
  /** Called when the writer has signed in. */
  onDone: () => Promise<void>;
  /** Called when the dialog is closed without. */
  onClose?: () => void;
};

/** Signs in without leaving the text, after the session has ended; then the text is saved. */
export function SignInAgain({ onDone, onClose }: Props) {
  const signIn = useSignIn();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="sign-in-again"
      onClose={onClose}
      className="m-auto w-[min(28rem,calc(100vw-2.5rem))] rounded-sm border border-edge bg-paper p-6 text-ink backdrop:bg-black/50 wide:p-8"
    >
      <h2 id="sign-in-again" className="font-serif text-heading font-medium">
        Sign in again
      </h2>
      <p className="mt-3 mb-6 text-ink-soft">
        Your session has ended. Your text is still here, and is saved when you sign in.
      </p>
      <ActionForm
        name="sign-in"
        action="Sign in and save"
        onSubmit={async ({ email = "", password = "" }) => {
          await signIn({ email, password });
          await onDone();
        }}
      >
        {(field) => (
          <>
            <EmailField {...field("email")} />
            <Field {...field("password")} type="password" label="Password" required autoComplete="current-password" />
          </>
        )}
      </ActionForm>
      <div className="mt-6 flex flex-wrap gap-4">
        <PasskeySignIn onDone={onDone} />
        <Button variant="quiet" onClick={() => dialog.current?.close()}>
          Not now
        </Button>
      </div>
    </dialog>
  );
}
