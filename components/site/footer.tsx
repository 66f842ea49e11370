import { Link } from "#components/ui/link";
import { FEEDS } from "#lib/shared/feeds";
import { ThemeSwitch } from "./theme-switch.tsx";

const PAGES = [
  { name: "Docs", href: "/docs" },
  { name: "Contact", href: "/contact" },
];

type Props = {
  /** The route shown, as Next names it. */
  route: string;
};

export function Footer({ route }: Props) {
  return (
    <footer className="flex flex-wrap items-center justify-between gap-x-8 gap-y-4 border-t border-rule py-8 text-note text-ink-soft wide:ps-[11.5rem]">
      <nav aria-label="More">
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {PAGES.map(({ name, href }) => (
            <li key={href}>
              <Link href={href} aria-current={route === href ? "page" : undefined} className="link">
                {name}
              </Link>
            </li>
          ))}
          <li>
            {/* Not a page of ours: the browser itself opens it, or hands it on. */}
            <a href={FEEDS.rss.path} type={FEEDS.rss.type} className="link">
              Feed
            </a>
          </li>
        </ul>
      </nav>
      <ThemeSwitch /> {/* No paragraph: reader modes would take it for the article where a post has none. */}
      <small className="text-note">
        Set in Newsreader, folded with{" "}
        <a href="https://nextjs.org" className="link">
          Next.js
        </a>
        .
      </small>
    </footer>
  );
}
