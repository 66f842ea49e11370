import { useRouter } from "next/router";
import type { ReactNode } from "react";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Link } from "#components/ui/link";
import { USERS_PAGE_PATH } from "#lib/shared/owner-paths";
import type { Role } from "#lib/shared/roles";

/** The pages of an account's area, in the order of its navigation. */
const PAGES = [
  { name: "Profile", href: "/account" },
  { name: "Drafts", href: "/blog/drafts" },
  { name: "Images", href: "/account/images" },
  { name: "Export", href: "/account/export" },
];

const TAGS = { name: "Tags", href: "/account/tags" };

/** The pages of a role; null is for an anonymous viewer, where anyone may post. */
function pagesOf(role: Role | null) {
  if (role === "editor") return [...PAGES, TAGS];
  if (role !== "owner") return PAGES;
  return [
    ...PAGES,
    { name: "Messages", href: "/account/messages" },
    TAGS,
    { name: "Redirects", href: "/account/redirects" },
    { name: "Site", href: "/account/site" },
    { name: "Import", href: "/account/import" },
    { name: "Users", href: USERS_PAGE_PATH },
  ];
}

/** The value of aria-current: "page" for the page itself, "true" for one below it. */
function ariaCurrent(href: string, route: string) {
  if (route === href) return "page";
  return href !== "/account" && route.startsWith(`${href}/`) ? "true" : undefined;
}

type Props = {
  title: string;
  /** A line or two below the title. */
  lead?: ReactNode;
  /** The viewer's: owners and editors have more pages. */
  viewerRole: Role | null;
  /** The number of unread messages, where it is known. */
  unread?: number | null;
  children: ReactNode;
};

/** A page of an account's area: its title, and the navigation to the other pages. */
export function AccountLayout({ title, lead, viewerRole, unread, children }: Props) {
  const route = useRouter().pathname;
  return (
    <>
      <PageHead title={title} isPrivate />
      <PageTitle title={title}>{lead}</PageTitle>
      <nav aria-label="Account" className="sheet mt-6">
        <ul className="sheet-text -mx-2 flex flex-wrap gap-x-3">
          {pagesOf(viewerRole).map(({ href, name }) => (
            <li key={href}>
              <Link
                href={href}
                aria-current={ariaCurrent(href, route)}
                className="mx-2 inline-block border-b-2 choice py-1.5 text-ink-soft hover:text-ink"
              >
                {name}
                {unread && href === "/account/messages" ? ` (${unread} new)` : ""}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="mt-8">{children}</div>
    </>
  );
}
