import { Link } from "#components/ui/link";
import { useAccount } from "#lib/client/use-account";
import * as labels from "#lib/shared/labels/frame";
import { WRITE_PATH } from "#lib/shared/site";
import { AccountLink } from "./account-link.tsx";
import { Logo } from "./logo.tsx";
import { useSite } from "./site-context.tsx";
import { SiteSearch } from "./site-search.tsx";

/** A longer title, in characters, is above the links instead of beside them; with an owner's logo, which may be wider, sooner. */
const MAX_TITLE_BESIDE = 12;

const SIGN_IN_TO_WRITE = `/login?next=${WRITE_PATH}`;

/** The value of aria-current: "page" for the page itself, "true" for its section. */
function ariaCurrent(url: string, path: string) {
  if (path === url) return "page";
  const isSection = (url === "/blog" && /^\/blog\/\d/.test(path)) || (url === "/about" && path.startsWith("/about/"));
  return isSection ? "true" : undefined;
}

/** Whether the router can show a URL: a path of this site that is not a file, as feeds are. */
const isPage = (url: string) => url.startsWith("/") && !/\.\w+(?:$|\?)/.test(url);

type Props = {
  /** The path of the current page, with its query: `/blog/1/hello`. */
  at: string;
};

export function NavBar({ at }: Props) {
  const { session } = useAccount();
  const [path = ""] = at.split(/[?#]/);
  const site = useSite();
  const { logo, navigation, title } = site;
  const mayWrite = session?.mayPost !== false;
  const isShown = !logo || logo.isIcon;
  const isAbove = isShown && title.length > MAX_TITLE_BESIDE - (logo ? 4 : 0);
  return (
    <header className={isAbove ? "site-header is-tall" : "site-header"}>
      <Link href="/">
        <Logo site={site} />
        {isShown && (
          <span {...site.text} dir="auto">
            {title}
          </span>
        )}
      </Link>
      {navigation.length > 0 && (
        <nav aria-label={labels.mainNavigation}>
          <ul lang={site.navigationLanguage}>
            {navigation.map(({ label, url }) => {
              const shared = {
                href: url === WRITE_PATH && !mayWrite ? SIGN_IN_TO_WRITE : url,
                className: "choice",
              };
              return (
                <li key={`${url} ${label}`}>
                  {isPage(url) ? (
                    <Link {...shared} aria-current={ariaCurrent(url, path)}>
                      {label}
                    </Link>
                  ) : (
                    <a {...shared}>{label}</a>
                  )}
                </li>
              );
            })}
          </ul>
        </nav>
      )}
      <div>
        <AccountLink />
        <SiteSearch />
      </div>
    </header>
  );
}
