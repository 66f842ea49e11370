import { useRouter } from "next/router";
import { Link } from "#components/ui/link";
import { useAccount } from "#lib/client/use-account";

/** Pages to which nobody wants to come back after signing in. */
const PASSED_THROUGH = ["/", "/login", "/signup", "/reset-password"];

/**
 * The way in, or the person's name. Pages are the same for everyone, so the browser asks who this is: until it knows, the
 * place is held. Without JavaScript the link stays neutral.
 */
export function AccountLink() {
  const { session, error } = useAccount();
  const { asPath, pathname } = useRouter();
  const isKnown = session !== undefined || error !== undefined;
  const isSignedOut = session?.account === null;
  const back = PASSED_THROUGH.includes(pathname) ? "" : `?next=${encodeURIComponent(asPath)}`;
  return (
    <Link
      href={isSignedOut ? `/login${back}` : "/account"}
      aria-current={pathname === (isSignedOut ? "/login" : "/account") ? "page" : undefined}
      dir="auto"
      className={`ms-auto block w-fit max-w-full border-b-2 text-end choice py-1.5 text-ink-soft hover:text-ink ${isKnown ? "" : "invisible no-script:visible"}`}
    >
      {session?.account?.name ?? (isSignedOut ? "Sign in" : "Account")}
    </Link>
  );
}
