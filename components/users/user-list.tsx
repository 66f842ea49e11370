import { OwnerListLinks } from "#components/accounts/owner-list-links";
import { Link } from "#components/ui/link";
import { useUsers } from "#lib/client/use-users";
import { USERS_PAGE_PATH, userPagePath } from "#lib/shared/owner-paths";
import { UserFacts } from "./user-facts.tsx";

type Props = {
  /** The cursor of this page. */
  after: string | null;
};

/** A page of users, each with a link to their page. */
export function UserList({ after }: Props) {
  const { next, users } = useUsers(after ?? undefined);
  return (
    <>
      <div className="sheet">
        <ul aria-label="Users" className="sheet-text">
          {users.map((user) => (
            <li key={user.id} className="border-t border-rule">
              <Link href={userPagePath(user.id)} className="block py-3.5 hover:text-accent">
                <bdi className="font-medium wrap-anywhere">{user.name}</bdi>{" "}
                <span className="flex flex-wrap gap-x-4 text-note text-ink-soft">
                  <UserFacts user={user} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </div>
      <OwnerListLinks pages={{ path: USERS_PAGE_PATH, first: "First users", further: "More users", after, next }} />
    </>
  );
}
