import { DateText } from "#components/site/date-text";
import { ROLE_TEXTS } from "#lib/shared/roles";
import type { UserDetails } from "#lib/shared/users";

type Props = { user: UserDetails };

/** The role and the last sign-in of a user, and how many posts they have. */
export function UserFacts({ user: { lastSignInAt, posts, role, status } }: Props) {
  return (
    <>
      <span>
        {ROLE_TEXTS[role].name}
        {status === "suspended" && ", suspended"}
      </span>{" "}
      <span>{`${posts.toLocaleString("en")} ${posts === 1 ? "post" : "posts"}`}</span>{" "}
      <span>
        {lastSignInAt === null ? (
          "Has not signed in"
        ) : (
          <>
            Signed in <DateText value={lastSignInAt} />
          </>
        )}
      </span>
    </>
  );
}
