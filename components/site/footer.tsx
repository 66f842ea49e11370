import { Link } from "#components/ui/link";
import { FEEDS } from "#lib/shared/feeds";
import * as labels from "#lib/shared/labels/frame";
import { useSite } from "./site-context.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";

const PAGES = [
  { name: labels.docs, href: "/docs" },
  { name: labels.contact, href: "/contact" },
];

type Props = {
  /** The current route of Next. */
  route: string;
};

export function Footer({ route }: Props) {
  const { footer } = useSite();
  return (
    <footer className="site-footer">
      <nav aria-label={labels.moreNavigation}>
        <ul>
          {PAGES.map(({ name, href }) => (
            <li key={href}>
              <Link href={href} aria-current={route === href ? "page" : undefined} className="link">
                {name}
              </Link>
            </li>
          ))}
          <li>
            {/* Not a page of the app: no client-side navigation. */}
            <a href={FEEDS.rss.path} type={FEEDS.rss.type} className="link">
              {labels.feed}
            </a>
          </li>
        </ul>
      </nav>
      <ThemeSwitch /> {/* Not a paragraph, which reader modes could take for the article. */}
      {footer && <div className="footer-text" dangerouslySetInnerHTML={{ __html: footer }} />}
    </footer>
  );
}
