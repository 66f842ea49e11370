import { useRouter } from "next/router";
import { useEffect, useRef, useState } from "react";
import { ActionForm } from "#components/forms/action-form";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { Notice } from "#components/ui/notice";
import { isDraftOpen } from "#lib/client/draft-lock";
import { findLocalDrafts, purgeLocalDrafts } from "#lib/client/local-drafts";
import { useSignOut } from "#lib/client/use-account-changes";
import { useAction } from "#lib/client/use-action";
import type { RejectedForm } from "#lib/shared/forms";

type Props = {
  account: string;
  refused: RejectedForm | null;
};

/** Whether another tab has a text of the account open: it would go on storing what is typed there. */
async function isOpenElsewhere(account: string): Promise<boolean> {
  const drafts = await findLocalDrafts(account);
  return (await Promise.all(drafts.map(({ id }) => isDraftOpen(id)))).includes(true);
}

/** Signs out, after asking what becomes of texts that are stored on this device. */
export function SignOutForm({ account, refused }: Props) {
  const signOut = useSignOut();
  const router = useRouter();
  const [drafts, setDrafts] = useState(0);
  const [isOpen, setOpen] = useState(false);

  async function leave(isPurged: boolean) {
    const isBlocked = isPurged && (await isOpenElsewhere(account));
    setOpen(isBlocked);
    if (isBlocked) return;
    await signOut();
    if (isPurged) await purgeLocalDrafts(account);
    await router.push("/");
  }
  if (drafts > 0) {
    return <LocalDraftsChoice drafts={drafts} isOpen={isOpen} onLeave={leave} onCancel={() => setDrafts(0)} />;
  }
  return (
    <ActionForm
      name="sign-out"
      action="Sign out"
      variant="quiet"
      refused={refused}
      onSubmit={async () => {
        const { length } = await findLocalDrafts(account);
        if (length > 0) setDrafts(length);
        else await leave(false);
      }}
    />
  );
}

type ChoiceProps = {
  drafts: number;
  /** Whether they cannot be deleted because another tab has one open. */
  isOpen: boolean;
  onLeave: (isPurged: boolean) => Promise<void>;
  onCancel: () => void;
};

function LocalDraftsChoice({ drafts, isOpen, onLeave, onCancel }: ChoiceProps) {
  const title = useRef<HTMLParagraphElement>(null);
  useEffect(() => title.current?.focus(), []);
  const { run, isBusy, error } = useAction(onLeave);
  return (
    <div className="space-y-4">
      <p ref={title} tabIndex={-1}>
        This device has {drafts === 1 ? "a text" : `${drafts} texts`} of yours that {drafts === 1 ? "is" : "are"} in no
        post yet.{" "}
        <Link href="/blog/drafts" className="link">
          Look at {drafts === 1 ? "it" : "them"}
        </Link>
      </p>
      {error && <Notice kind="error">Not signed out: {error.title}.</Notice>}
      {isOpen && (
        <Notice kind="error">
          Not signed out: a text of yours is open in another tab. Save it or close that tab first.
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        <Button variant="quiet" isBusy={isBusy} onClick={() => run(false)}>
          Sign out, keep for me
        </Button>{" "}
        <Button variant="danger" isBusy={isBusy} onClick={() => run(true)}>
          Sign out, delete from this device
        </Button>{" "}
        <Button variant="text" onClick={onCancel}>
          Stay signed in
        </Button>
      </div>
    </div>
  );
}
