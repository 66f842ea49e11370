import { useState } from "react";
import { Button } from "#components/ui/button";
import { ApiError } from "#lib/client/api";
import { useSignInWithPasskey } from "#lib/client/use-account-changes";

type Props = { onDone: () => Promise<unknown> };

/** The second way in. It is WebAuthn's, and so not there without JavaScript. */
export function PasskeySignIn({ onDone }: Props) {
  const signIn = useSignInWithPasskey();
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  async function press() {
    setBusy(true);
    setRefusal(undefined);
    try {
      await signIn();
      await onDone();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(`${error.message}.`);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="space-y-4 no-script:hidden">
      <Button variant="quiet" onClick={press} isBusy={isBusy}>
        Sign in with a passkey
      </Button>
      {refusal && (
        <p role="alert" className="border-l-2 border-danger pl-3 text-danger">
          {refusal}
        </p>
      )}
    </div>
  );
}
