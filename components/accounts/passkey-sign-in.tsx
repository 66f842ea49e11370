import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { useSignInWithPasskey } from "#lib/client/use-account-changes";
import { useAction } from "#lib/client/use-action";

type Props = { onDone: () => Promise<unknown> };

/** Sign-in with a passkey. Hidden without JavaScript, which WebAuthn needs. */
export function PasskeySignIn({ onDone }: Props) {
  const signIn = useSignInWithPasskey();
  const { run, isBusy, error } = useAction(async () => {
    await signIn();
    await onDone();
  });
  return (
    <div className="space-y-4 no-script:hidden">
      <Button variant="quiet" onClick={() => run()} isBusy={isBusy}>
        Sign in with a passkey
      </Button>
      {error && <Notice kind="error">{error.title}.</Notice>}
    </div>
  );
}
