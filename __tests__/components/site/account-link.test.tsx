import { screen } from "@testing-library/react";
import { AccountLink } from "#components/site/account-link";
import { NavBar } from "#components/site/nav-bar";
import { SiteProvider } from "#components/site/site-context";
import { SESSION_PATH } from "#lib/client/use-account";
import type { SessionState } from "#lib/shared/accounts";
import { DEFAULT_NAVIGATION } from "#lib/shared/labels/site";
import { DEFAULT_SITE } from "#lib/shared/site";
import { withHandlers } from "#support/handlers";
import { show } from "#support/render";

const server = withHandlers();
const ADA = { id: "a", name: "Ada", email: "ada@octavo.test", role: "author" } as const;
const anonymous: SessionState = { account: null, mayPost: false, maySignUp: false };
const withSession = (session: SessionState, address = "/") => ({ fallback: { [SESSION_PATH]: session }, address });

test("AccountLink — session unknown — invisible, keeps its space", () => {
  server.gate = () => new Promise(() => {});
  show(<AccountLink />, { fallback: { [SESSION_PATH]: undefined } });
  expect(screen.getByRole("link", { name: "Account" })).toHaveClass("is-loading");
});

test("AccountLink — anonymous — link to /login with `next`", () => {
  show(<AccountLink />, withSession(anonymous, "/blog?q=ink"));
  expect(screen.getByRole("link", { name: "Sign in" })).toHaveAttribute("href", "/login?next=%2Fblog%3Fq%3Dink");
});

test("AccountLink — anonymous on / or /login — link to /login without `next`", () => {
  show(<AccountLink />, withSession(anonymous, "/login?next=%2Fblog"));
  expect(screen.getByRole("link", { name: "Sign in" })).toHaveAttribute("href", "/login");
});

test("AccountLink — signed in — the name, link to /account", () => {
  show(<AccountLink />, withSession({ ...anonymous, account: ADA, mayPost: true }));
  expect(screen.getByRole("link", { name: "Ada" })).toHaveAttribute("href", "/account");
});

test("AccountLink — owner with unread messages — link to them", () => {
  const unreadMessages = 2;
  show(<AccountLink />, withSession({ ...anonymous, account: { ...ADA, role: "owner" }, unreadMessages }));
  expect(screen.getByRole("link", { name: "New messages: 2" })).toHaveAttribute("href", "/account/messages");
  expect(screen.getByRole("link", { name: "Ada" })).toHaveAttribute("href", "/account");
});

test("AccountLink — owner without unread messages — no link to them", () => {
  show(<AccountLink />, withSession({ ...anonymous, account: { ...ADA, role: "owner" }, unreadMessages: 0 }));
  expect(screen.getAllByRole("link")).toHaveLength(1);
});

test.each([
  ["permitted to post", { ...anonymous, mayPost: true }, "/blog/create"],
  ["not permitted to post", anonymous, "/login?next=/blog/create"],
])("NavBar — %s — where “Write” leads", (_, session, href) => {
  show(
    <SiteProvider value={{ ...DEFAULT_SITE, navigation: DEFAULT_NAVIGATION }}>
      <NavBar at="/" />
    </SiteProvider>,
    withSession(session),
  );
  expect(screen.getByRole("link", { name: "Write" })).toHaveAttribute("href", href);
});
