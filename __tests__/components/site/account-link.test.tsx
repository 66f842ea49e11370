import { screen } from "@testing-library/react";
import { AccountLink } from "#components/site/account-link";
import { NavBar } from "#components/site/nav-bar";
import { SESSION_PATH } from "#lib/client/use-account";
import type { SessionState } from "#lib/shared/accounts";
import { withHandlers } from "#support/handlers";
import { show } from "#support/render";

const server = withHandlers();
const ADA = { id: "a", name: "Ada", email: "ada@octavo.test", role: "author" } as const;
const nobody: SessionState = { account: null, mayPost: false, maySignUp: false };
const knowing = (session: SessionState, address = "/") => ({ fallback: { [SESSION_PATH]: session }, address });

test("until it is known who this is, the place is held", () => {
  server.gate = () => new Promise(() => {});
  show(<AccountLink />, { fallback: { [SESSION_PATH]: undefined } });
  expect(screen.getByRole("link", { name: "Account" })).toHaveClass("invisible");
});

test("a stranger is led to sign in, and back", () => {
  show(<AccountLink />, knowing(nobody, "/blog?q=ink"));
  expect(screen.getByRole("link", { name: "Sign in" })).toHaveAttribute("href", "/login?next=%2Fblog%3Fq%3Dink");
});

test("from the front page and from signing in there is no way back", () => {
  show(<AccountLink />, knowing(nobody, "/login?next=%2Fblog"));
  expect(screen.getByRole("link", { name: "Sign in" })).toHaveAttribute("href", "/login");
});

test("somebody signed in sees their name", () => {
  show(<AccountLink />, knowing({ ...nobody, account: ADA, mayPost: true }));
  expect(screen.getByRole("link", { name: "Ada" })).toHaveAttribute("href", "/account");
});

test.each([
  ["who may post", { ...nobody, mayPost: true }, "/blog/create"],
  ["who may not", nobody, "/login?next=/blog/create"],
])("to somebody %s, Write leads there", (_, session, href) => {
  show(<NavBar route="/" />, knowing(session));
  expect(screen.getByRole("link", { name: "Write" })).toHaveAttribute("href", href);
});
