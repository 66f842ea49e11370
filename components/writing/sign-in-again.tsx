import { EmailField } from "#components/accounts/email-field";
import { PasskeySignIn } from "#components/accounts/passkey-sign-in";
import { ActionForm } from "#components/forms/action-form";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { closeModal, Modal } from "#components/ui/modal";
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
  return (
    <Modal title="Sign in again" onClose={onClose}>
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
        <Button variant="quiet" onClick={closeModal}>
          Not now
        </Button>
      </div>
    </Modal>
  );
}
