import { useRouter } from "next/router";
import { useEffect, useRef, useState } from "react";
import { ActionForm } from "#components/forms/action-form";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { Notice } from "#components/ui/notice";
import { api } from "#lib/client/api";
import { unreachable } from "#lib/client/request";
import { useSignOut } from "#lib/client/use-account-changes";
import { useAction } from "#lib/client/use-action";
import { POSTS_PAGE_PATH } from "#lib/shared/owner-paths";

type Props = {
  /** undefined while the session is loading. */
  account: string | undefined;
};

/** Loaded when signing out: few pages with this form have to do with texts. */
const localDrafts = () => import("#lib/client/local-drafts").catch(unreachable);

/** Whether another tab has a text of the account open: it would go on storing what is typed there. */
async function isOpenElsewhere(account: string): Promise<boolean> {
  const { isDraftOpen } = await import("#lib/client/draft-lock").catch(unreachable);
  const { findLocalDrafts } = await localDrafts();
  const drafts = await findLocalDrafts(account);
  return (await Promise.all(drafts.map(({ id }) => isDraftOpen(id)))).includes(true);
}

/** Signs out, after asking what becomes of texts that are stored on this device. */
export function SignOutForm({ account }: Props) {
  const signOut = useSignOut();
  const router = useRouter();
  const [asked, setAsked] = useState<{ account: string; drafts: number } | null>(null);
  const [isOpen, setOpen] = useState(false);

  async function leave(purged?: string) {
    const isBlocked = purged !== undefined && (await isOpenElsewhere(purged));
    setOpen(isBlocked);
    if (isBlocked) return;
    await signOut();
    if (purged !== undefined) await (await localDrafts()).purgeLocalDrafts(purged);
    await router.push("/");
  }
  if (asked) {
    return (
      <LocalDraftsChoice
        drafts={asked.drafts}
        isOpen={isOpen}
        onLeave={(isPurged) => leave(isPurged ? asked.account : undefined)}
        onCancel={() => setAsked(null)}
      />
    );
  }
  return (
    <ActionForm
      name="sign-out"
      action="Sign out"
      variant="text"
      page="/account"
      onSubmit={async () => {
        const known = account ?? (await api.getSession()).account?.id;
        const { length: drafts } = known === undefined ? [] : await (await localDrafts()).findLocalDrafts(known);
        if (known !== undefined && drafts > 0) setAsked({ account: known, drafts });
        else await leave();
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
    <div className="basis-full space-y-4 py-2">
      <p ref={title} tabIndex={-1}>
        This device has {drafts === 1 ? "a text" : `${drafts} texts`} of yours that {drafts === 1 ? "is" : "are"} in no
        post yet.{" "}
        <Link href={POSTS_PAGE_PATH} className="link">
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
