import type { GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import { loadUserPage, type UserPageProps } from "#lib/server/users/pages/user-page";
import { loadUsersPage, type UsersPageProps } from "#lib/server/users/pages/users-page";
import type { Invitation } from "#lib/shared/invitations";
import type { Page } from "#lib/shared/post-query";
import type { User } from "#lib/shared/users";
import { makeAuthor, makeOwner, requestSignIn, requestSignUp, type TestAccount } from "#support/accounts";
import { rowsIn, withDatabase } from "#support/database";
import { changeUser, deleteUser } from "#support/users";

const data = withDatabase();

type Sent = { headers?: Record<string, string>; id?: string; body?: Record<string, string>; query?: object };
type Outcome<Props> = { props?: Props; redirect?: { destination: string }; notFound?: true; status: number };

function contextOf({ headers = {}, id = "", body, query = {} }: Sent) {
  const { req, res } = createMocks({
    method: body ? "POST" : "GET",
    headers: { host: "octavo.test", origin: "http://octavo.test", ...headers },
  });
  Object.assign(req, { body });
  return { context: { req, res, params: { id }, query } as unknown as GetServerSidePropsContext, res };
}

async function load<Props>(loader: (context: GetServerSidePropsContext) => Promise<unknown>, sent: Sent) {
  const { context, res } = contextOf(sent);
  const outcome = (await loader(context)) as Outcome<Props>;
  return { ...outcome, status: res.statusCode };
}
const usersPage = (sent: Sent) => load<UsersPageProps>(loadUsersPage, sent);
const userPage = (sent: Sent) => load<UserPageProps>(loadUserPage, sent);
const itemsAt = <Item>(props: UsersPageProps | undefined, path: string) =>
  (props?.fallback[path] as Page<Item> | undefined)?.items;
const rowOf = async ({ account }: TestAccount) =>
  (await rowsIn(data.db, "accounts")).find(({ id }) => id === account.id);

let olga: TestAccount;
let ada: TestAccount;
beforeEach(async () => {
  olga = await makeOwner();
  ada = await makeAuthor();
});

test("/account/users — the owner — users with all fields, and invitations", async () => {
  await usersPage({ headers: olga.headers, body: { form: "invite", email: "grace@octavo.test", role: "editor" } });
  const { props } = await usersPage({ headers: olga.headers });
  expect(itemsAt<User>(props, "/api/users")).toEqual([
    expect.objectContaining({ name: "Olga", role: "owner", email: olga.account.email, posts: 0 }),
    expect.objectContaining({ name: "Ada", role: "author" }),
  ]);
  expect(itemsAt<Invitation>(props, "/api/invitations")).toEqual([
    expect.objectContaining({ email: "grace@octavo.test", role: "editor", status: "open" }),
  ]);
  expect(JSON.stringify(props)).not.toContain("invitation=");
});

test("/account/users — POST invite — the link is shown once, in the response", async () => {
  const { props } = await usersPage({ headers: olga.headers, body: { form: "invite", email: "", role: "author" } });
  const url = props?.created?.url ?? "";
  const invitation = new URL(url).searchParams.get("invitation") ?? "";
  expect((await requestSignUp("Grace", { invitation })).status).toBe(201);
  expect((await usersPage({ headers: olga.headers })).props?.created).toBeNull();
});

test("/account/users — POST invite with a wrong email — 400 with the error and form values", async () => {
  const { props, status } = await usersPage({ headers: olga.headers, body: { form: "invite", email: "grace" } });
  expect([status, props?.refused]).toEqual([
    400,
    expect.objectContaining({ form: "invite", typed: { email: "grace" }, fields: { email: [expect.any(String)] } }),
  ]);
});

test("/account/users — POST of a new link, and of a cancellation", async () => {
  const created = (await usersPage({ headers: olga.headers, body: { form: "invite" } })).props?.created;
  const id = created?.id ?? "";
  const renewed = await usersPage({ headers: olga.headers, body: { form: "renew-invitation", id } });
  expect(renewed.props?.created).toMatchObject({ id, url: expect.stringContaining("?invitation=") });
  expect(renewed.props?.created?.url).not.toBe(created?.url);
  const cancelled = await usersPage({ headers: olga.headers, body: { form: "cancel-invitation", id } });
  expect(cancelled.redirect?.destination).toBe("/account/users?done=cancel");
  expect(await rowsIn(data.db, "invitations")).toEqual([]);
});

test("/account/users — invalid cursors — 404", async () => {
  for (const query of [{ after: "wrong" }, { invitations: "wrong" }]) {
    expect((await usersPage({ headers: olga.headers, query })).notFound).toBe(true);
  }
});

test("/account/users/[id] — POST of a role — saved", async () => {
  const { redirect } = await userPage({
    headers: olga.headers,
    id: ada.account.id,
    body: { form: "change-role", role: "editor" },
  });
  expect(redirect?.destination).toBe(`/account/users/${ada.account.id}?done=role`);
  expect(await rowOf(ada)).toMatchObject({ role: "editor" });
});

test("/account/users/[id] — POST of a role, the only owner — 409, the page says why", async () => {
  const { props, status } = await userPage({
    headers: olga.headers,
    id: olga.account.id,
    body: { form: "change-role", role: "author" },
  });
  expect([status, props?.refused?.title, props?.isSelf]).toEqual([409, "The site would have no owner", true]);
});

test("/account/users/[id] — POST of a suspension and of a reinstatement", async () => {
  const post = (form: string) => userPage({ headers: olga.headers, id: ada.account.id, body: { form } });
  expect((await post("suspend-user")).redirect?.destination).toMatch(/done=suspend$/);
  expect((await requestSignIn("Ada")).status).toBe(403);
  expect((await post("reinstate-user")).redirect?.destination).toMatch(/done=reinstate$/);
  expect((await requestSignIn("Ada")).status).toBe(200);
});

test("/account/users/[id] — POST of a deletion — only once it is confirmed", async () => {
  const post = (more: object) =>
    userPage({ headers: olga.headers, id: ada.account.id, body: { form: "delete-user", posts: "keep", ...more } });
  const unconfirmed = await post({});
  expect([unconfirmed.status, Object.keys(unconfirmed.props?.refused?.fields ?? {})]).toEqual([400, ["isConfirmed"]]);
  expect(await rowOf(ada)).toMatchObject({ deleted_at: null });
  expect((await post({ isConfirmed: "true" })).redirect?.destination).toBe("/account/users?done=delete");
  expect(await rowOf(ada)).toMatchObject({ deleted_at: expect.any(Number) });
});

test("/account/users/[id] — POST of one's own deletion — 403, where the password is asked for", async () => {
  await changeUser(olga, ada, { role: "owner" });
  const body = { form: "delete-user", posts: "keep", isConfirmed: "true" };
  const refused = await userPage({ headers: olga.headers, id: olga.account.id, body });
  expect([refused.status, refused.props?.refused?.title]).toEqual([403, expect.stringContaining("/account/security")]);
  expect(await rowOf(olga)).toMatchObject({ suspended_at: null, deleted_at: null });
});

test("/account/users/[id] — POST by an author — 404, nothing changes", async () => {
  const body = { form: "change-role", role: "owner" };
  expect((await userPage({ headers: ada.headers, id: ada.account.id, body })).notFound).toBe(true);
  expect(await rowOf(ada)).toMatchObject({ role: "author" });
});

test("/account/users/[id] — unknown, deleted — 404", async () => {
  await deleteUser(olga, ada, { posts: "keep" });
  for (const id of ["nobody", "a\u0000b", ada.account.id]) {
    expect((await userPage({ headers: olga.headers, id })).notFound).toBe(true);
  }
});
