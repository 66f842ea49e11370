import { useRouter } from "next/router";
import { type ReactNode, useId } from "react";
import { PageHead } from "#components/site/page-head";
import { Link } from "#components/ui/link";
import { useAccount } from "#lib/client/use-account";
import { KEYS_PAGE_PATH, MESSAGES_PAGE_PATH, SECURITY_PAGE_PATH, USERS_PAGE_PATH } from "#lib/shared/owner-paths";
import type { Role } from "#lib/shared/roles";
import { unreadText } from "#lib/shared/unread";
import { SignOutForm } from "./sign-out-form.tsx";

type AreaPage = { name: string; href: string };

/** The pages of the area in the order of its navigation, by what they are about. */
const ACCOUNT: AreaPage[] = [
  { name: "Profile", href: "/account" },
  { name: "Security", href: SECURITY_PAGE_PATH },
  { name: "API keys", href: KEYS_PAGE_PATH },
  { name: "Export", href: "/account/export" },
];
const WRITING: AreaPage[] = [
  { name: "Posts", href: "/account/posts" },
  { name: "Images", href: "/account/images" },
];
const TAGS = { name: "Tags", href: "/account/tags" };
const SITE: AreaPage[] = [
  { name: "Messages", href: MESSAGES_PAGE_PATH },
  { name: "Users", href: USERS_PAGE_PATH },
  { name: "Settings", href: "/account/site" },
  { name: "Redirects", href: "/account/redirects" },
  { name: "Import", href: "/account/import" },
];

/** The pages of a role; null is for an anonymous viewer, where anyone may post. */
function pagesOf(role: Role | null): Record<string, AreaPage[]> {
  if (role === "owner") return { Account: ACCOUNT, Writing: [...WRITING, TAGS], Site: SITE };
  return { Account: ACCOUNT, Writing: role === "editor" ? [...WRITING, TAGS] : WRITING };
}

/** The value of aria-current: "page" for the page itself, "true" for one below it. */
function ariaCurrent(href: string, route: string) {
  if (route === href) return "page";
  return href !== "/account" && route.startsWith(`${href}/`) ? "true" : undefined;
}

type GroupProps = { name: string; pages: AreaPage[]; unread: number };

function Group({ name, pages, unread }: GroupProps) {
  const id = useId();
  const route = useRouter().pathname;
  return (
    <div className="grid grid-cols-[4.25rem_minmax(0,1fr)] wide:grid-cols-[9rem_minmax(0,38rem)] wide:gap-x-10">
      <p id={id} className="py-1.5 text-ink-soft">
        {name}
      </p>
      <ul aria-labelledby={id} className="-mx-2 flex flex-wrap gap-x-1 wide:gap-x-3">
        {pages.map((page) => (
          <li key={page.href}>
            <Link
              href={page.href}
              aria-current={ariaCurrent(page.href, route)}
              className="mx-2 inline-block border-b-2 choice py-1.5 hover:text-ink"
            >
              {page.name}
              {unread > 0 && page.href === MESSAGES_PAGE_PATH ? ` (${unreadText(unread)} new)` : ""}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

type Props = {
  title: string;
  /** A line or two below the title. */
  lead?: ReactNode;
  /** The viewer's: owners and editors have more pages. */
  viewerRole: Role | null;
  /** The number of unread messages, where the server has loaded it. */
  unread?: number | null;
  children: ReactNode;
};

/** A page of an account's area: its title, signing out, and the navigation to the other pages. */
export function AccountLayout({ title, lead, viewerRole, unread, children }: Props) {
  const { session } = useAccount();
  return (
    <>
      <PageHead title={title} isPrivate />
      <div className="sheet">
        <div className="sheet-text flex flex-wrap items-baseline justify-between gap-x-6 gap-y-4">
          <h1 className="min-w-0 font-serif text-title font-medium tracking-tight wrap-anywhere">{title}</h1>
          {viewerRole !== null && <SignOutForm account={session?.account?.id} />}
          {lead && <div className="basis-full font-serif text-lead text-ink-soft">{lead}</div>}
        </div>
      </div>
      <nav aria-label="Account" className="mt-6 space-y-1 border-t border-rule pt-3">
        {Object.entries(pagesOf(viewerRole)).map(([name, pages]) => (
          <Group key={name} name={name} pages={pages} unread={session?.unreadMessages ?? unread ?? 0} />
        ))}
      </nav>
      <div className="mt-6">{children}</div>
    </>
  );
}
