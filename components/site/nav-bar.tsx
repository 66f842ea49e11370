import Link from "next/link";
import { Mark } from "./mark.tsx";

const PAGES = [
  { name: "Home", href: "/" },
  { name: "Blog", href: "/blog" },
  { name: "Write", href: "/blog/create" },
  { name: "About", href: "/about" },
];

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
  return (
    <header className="sheet items-center gap-y-2 py-5 wide:py-8">
      <Link
        href="/"
        className="group flex w-fit items-center gap-2.5 font-serif text-heading font-medium tracking-tight"
      >
        <Mark className="h-6 w-auto wide:h-7" />
        Octavo
      </Link>
      <nav aria-label="Main" className="sheet-text">
        <ul className="-mx-2 flex flex-wrap gap-x-3 wide:gap-x-4">
          {PAGES.map(({ name, href }) => (
            <li key={href}>
              <Link
                href={href}
                aria-current={currentOf(href, route)}
                className="inline-block border-b-2 border-transparent mx-2 py-1.5 text-ink-soft hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}
