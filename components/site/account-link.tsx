import { useRouter } from "next/router";
import { Link } from "#components/ui/link";
import { useAccount } from "#lib/client/use-account";
import * as labels from "#lib/shared/labels/frame";
import { unreadText } from "#lib/shared/unread";

/** Pages that a sign-in does not return to. */
const NO_RETURN = ["/", "/login", "/signup", "/reset-password", "/confirm-email"];

/** A link to the owner's new messages, with their number. Part of the session, so that no page requests it. */
function NewMessages({ count }: { count: number }) {
  const text = unreadText(count);
  return (
    <Link
      href="/account/messages"
      aria-label={labels.newMessages(count, text)}
      className="group inline-flex min-h-11 shrink-0 items-center px-1"
    >
      <span className="min-w-6 rounded-full bg-accent px-1.5 text-center text-note leading-6 font-medium text-on-accent tabular-nums group-hover:bg-ink group-hover:text-paper">
        {text}
      </span>
    </Link>
  );
}

/**
 * A link to sign in, or the name of the signed-in account. Pages are the same for every viewer, so the browser requests
 * the session; until then the link is invisible and takes up its space. Without JavaScript it says "Account".
 */
export function AccountLink() {
  const { session, error } = useAccount();
  const { asPath, pathname } = useRouter();
  const isLoaded = session !== undefined || error !== undefined;
  const isSignedOut = session?.account === null;
  const back = NO_RETURN.includes(pathname) ? "" : `?next=${encodeURIComponent(asPath)}`;
  const unread = session?.unreadMessages ?? 0;
  return (
    <>
      <Link
        href={isSignedOut ? `/login${back}` : "/account"}
        aria-current={pathname === (isSignedOut ? "/login" : "/account") ? "page" : undefined}
        dir="auto"
        className={`block w-fit min-w-0 border-b-2 text-end choice py-1.5 text-ink-soft hover:text-ink ${isLoaded ? "" : "invisible no-script:visible"}`}
      >
        {session?.account?.name ?? (isSignedOut ? labels.signIn : labels.account)}
      </Link>
      {unread > 0 && <NewMessages count={unread} />}
    </>
  );
}
