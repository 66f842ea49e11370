import { Link } from "#components/ui/link";
import { useAccount } from "#lib/client/use-account";
import * as labels from "#lib/shared/labels/frame";
import { AccountLink } from "./account-link.tsx";
import { Logo } from "./logo.tsx";
import { useSite } from "./site-context.tsx";

const WRITE = "/blog/create";

const PAGES = [
  { name: labels.home, href: "/" },
  { name: labels.blog, href: "/blog" },
  { name: labels.write, href: WRITE },
  { name: labels.about, href: "/about" },
];

/** A longer title, in characters, is above the links instead of beside them. */
const MAX_TITLE_BESIDE = 12;

const SIGN_IN_TO_WRITE = `/login?next=${WRITE}`;

type Props = {
  /** The current route of Next: `/blog/[id]` for a post. */
  route: string;
};

/** The value of aria-current: "page" for the page itself, "true" for its section. */
function ariaCurrent(href: string, route: string) {
  if (route === href) return "page";
  const isSection =
    (href === "/blog" && route.startsWith("/blog/[")) || (href === "/about" && route.startsWith("/about/"));
  return isSection ? "true" : undefined;
}

export function NavBar({ route }: Props) {
  const { session } = useAccount();
  const site = useSite();
  const mayWrite = session?.mayPost !== false;
  const isAbove = site.title.length > MAX_TITLE_BESIDE;
  return (
    <header className="flex flex-wrap items-center gap-x-6 gap-y-2 py-5 wide:grid wide:grid-cols-[9rem_minmax(0,1fr)_10rem] wide:gap-x-10 wide:py-8">
      <Link
        href="/"
        className={`group flex w-fit max-w-full items-center gap-2.5 font-serif text-heading font-medium tracking-tight ${isAbove ? "wide:col-span-2" : ""}`}
      >
        <Logo className="h-6 w-auto shrink-0 wide:h-7" />
        <span {...site.text} dir="auto">
          {site.title}
        </span>
      </Link>
      <nav
        aria-label={labels.mainNavigation}
        className={`order-last basis-full wide:col-start-2 ${isAbove ? "" : "wide:row-start-1"}`}
      >
        <ul className="-mx-2 flex flex-wrap gap-x-3 wide:gap-x-4">
          {PAGES.map(({ name, href }) => (
            <li key={href}>
              <Link
                href={href === WRITE && !mayWrite ? SIGN_IN_TO_WRITE : href}
                aria-current={ariaCurrent(href, route)}
                className="inline-block border-b-2 choice mx-2 py-1.5 text-ink-soft hover:text-ink"
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="max-w-full grow wide:col-start-3 wide:row-start-1">
        <AccountLink />
      </div>
    </header>
  );
}
