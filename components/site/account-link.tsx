import { useRouter } from "next/router";
import { Link } from "#components/ui/link";
import { useAccount } from "#lib/client/use-account";
import * as labels from "#lib/shared/labels/frame";
import { unreadText } from "#lib/shared/unread";

/** Pages that a sign-in does not return to. */
const NO_RETURN = ["/", "/login", "/signup", "/reset-password", "/confirm-email"];

/**
 * A link to sign in, or the name of the signed-in account. Pages are the same for every viewer, so the browser requests
 * the session; until then the link is invisible and takes up its space. Without JavaScript it says "Account". Beside it owners see how
 * many messages are new.
 */
export function AccountLink() {
  const { session, error } = useAccount();
  const { asPath, pathname } = useRouter();
  const isLoaded = session !== undefined || error !== undefined;
  const isSignedOut = session?.account === null;
  const back = NO_RETURN.includes(pathname) ? "" : `?next=${encodeURIComponent(asPath)}`;
  const unread = session?.unreadMessages ? unreadText(session.unreadMessages) : null;
  return (
    <>
      <Link
        href={isSignedOut ? `/login${back}` : "/account"}
        aria-current={pathname === (isSignedOut ? "/login" : "/account") ? "page" : undefined}
        dir="auto"
        className={isLoaded ? "choice" : "choice is-loading"}
      >
        {session?.account?.name ?? (isSignedOut ? labels.signIn : labels.account)}
      </Link>{" "}
      {unread && (
        <Link href="/account/messages" aria-label={labels.newMessages + unread} className="new-messages">
          {unread}
        </Link>
      )}
    </>
  );
}
