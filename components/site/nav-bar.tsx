import { Link } from "#components/ui/link";
import { useAccount } from "#lib/client/use-account";
import { AccountLink } from "./account-link.tsx";
import { Mark } from "./mark.tsx";

const PAGES = [
  { name: "Home", href: "/" },
  { name: "Blog", href: "/blog" },
  { name: "Write", href: "/blog/create" },
  { name: "About", href: "/about" },
];

const SIGN_IN_TO_WRITE = "/login?next=/blog/create";

type Props = {
  /** The route shown, as Next names it: `/blog/[id]` for any post. */
  route: string;
};

/** The page itself is marked "page", the list that a post belongs to "true". */
function currentOf(href: string, route: string) {
  if (route === href) return "page";
  return href === "/blog" && route.startsWith("/blog/[") ? "true" : undefined;
}

export function NavBar({ route }: Props) {
  const { session } = useAccount();
  const mayWrite = session?.mayPost !== false;
  return (
    <header className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-6 gap-y-2 py-5 wide:grid-cols-[9rem_minmax(0,1fr)_10rem] wide:gap-x-10 wide:py-8">
      <Link
        href="/"
        className="group flex w-fit items-center gap-2.5 font-serif text-heading font-medium tracking-tight"
      >
        <Mark className="h-6 w-auto wide:h-7" />
        Octavo
      </Link>
      <nav aria-label="Main" className="col-span-2 row-start-2 wide:col-span-1 wide:col-start-2 wide:row-start-1">
        <ul className="-mx-2 flex flex-wrap gap-x-3 wide:gap-x-4">
          {PAGES.map(({ name, href }) => (
            <li key={href}>
              <Link
                href={name === "Write" && !mayWrite ? SIGN_IN_TO_WRITE : href}
                aria-current={currentOf(href, route)}
                className="inline-block border-b-2 border-transparent mx-2 py-1.5 text-ink-soft hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="col-start-2 row-start-1 wide:col-start-3">
        <AccountLink />
      </div>
    </header>
  );
}
