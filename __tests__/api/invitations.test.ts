import { env } from "#lib/server/env";
import type { Invitation, InvitationWithLink } from "#lib/shared/invitations";
import {
  emailOf,
  invite,
  makeAuthor,
  makeEditor,
  makeKey,
  makeOwner,
  requestSignUp,
  signedIn,
  type TestAccount,
} from "#support/accounts";
import { call } from "#support/call";
import { travelTo } from "#support/clock";
import { rowsIn, withDatabase } from "#support/database";
import { withMailServer } from "#support/mail-server";
import { problemIn } from "#support/problem";
import { changeUser, deleteUser, suspend } from "#support/users";
import one from "../../pages/api/invitations/[id]/index";
import link from "../../pages/api/invitations/[id]/link";
import invitations from "../../pages/api/invitations/index";

const data = withDatabase();
const mail = withMailServer();
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

let olga: TestAccount;
beforeEach(async () => {
  olga = await makeOwner();
});
afterEach(() => {
  delete env().SMTP_URL;
});

const create = async (body: object = {}, by = olga) =>
  (await call(invitations, { method: "POST", headers: by.headers, body })).json() as InvitationWithLink;
const list = async () => (await call(invitations, { headers: olga.headers })).json() as Invitation[];
const cancel = (id: string) => call(one, { method: "DELETE", headers: olga.headers, query: { id } });
const renew = (id: string, by = olga) => call(link, { method: "POST", headers: by.headers, query: { id } });
const tokenOf = ({ url }: { url: string }) => new URL(url).searchParams.get("invitation") ?? "";

test("POST /api/invitations — 201 with a link that works once, Location", async () => {
  const response = await call(invitations, { method: "POST", headers: olga.headers, body: {} });
  const invitation = response.json() as InvitationWithLink;
  expect(response.status).toBe(201);
  expect(response.headers.location).toBe(`http://octavo.test/api/invitations/${invitation.id}`);
  expect(invitation).toMatchObject({ role: "author", status: "open", email: null, isEmailed: false, acceptedBy: null });
  expect((await requestSignUp("Ada", { invitation: tokenOf(invitation) })).status).toBe(201);
  expect((await requestSignUp("Bob", { invitation: tokenOf(invitation) })).status).toBe(403);
});

test("POST /api/invitations — role editor — the account is an editor; owner — 400", async () => {
  await requestSignUp("Edda", { invitation: tokenOf(await create({ role: "editor" })) });
  expect((await signedIn("Edda")).account.role).toBe("editor");
  const refused = await call(invitations, { method: "POST", headers: olga.headers, body: { role: "owner" } });
  expect(problemIn(refused)).toMatchObject({ status: 400, fields: { role: ["Role must be author or editor"] } });
});

test("GET /api/invitations — open, used and expired ones, the newest first, without links", async () => {
  const expired = await create();
  travelTo(Date.now() + WEEK_MS + 1000);
  const used = await create({ email: "ada@example.org" });
  travelTo(Date.now() + 1000);
  const open = await create({ role: "editor" });
  await requestSignUp("Ada", { invitation: tokenOf(used) });
  const { account } = await signedIn("Ada");
  expect(await list()).toEqual([
    expect.objectContaining({ id: open.id, status: "open", role: "editor", usedAt: null, acceptedBy: null }),
    expect.objectContaining({
      id: used.id,
      status: "used",
      email: "ada@example.org",
      usedAt: expect.any(String),
      acceptedBy: { id: account.id, name: "Ada", isDeleted: false },
    }),
    expect.objectContaining({ id: expired.id, status: "expired" }),
  ]);
  expect(JSON.stringify(await list())).not.toContain("signup");
  expect((await call(one, { headers: olga.headers, query: { id: used.id } })).json()).toEqual((await list())[1]);
});

test("GET /api/invitations — pages — Link leads to the next, each once", async () => {
  for (let number = 0; number < 3; number++) await create();
  const first = await call(invitations, { headers: olga.headers, query: { limit: "2" } });
  const next = new URL(/<([^>]*)>/.exec(String(first.headers.link))?.[1] ?? "").searchParams.get("after") ?? "";
  const second = await call(invitations, { headers: olga.headers, query: { limit: "2", after: next } });
  const ids = [...(first.json() as Invitation[]), ...(second.json() as Invitation[])].map(({ id }) => id);
  expect([new Set(ids).size, second.headers.link]).toEqual([3, undefined]);
});

test("DELETE /api/invitations/:id — 204, the link is dead; used — 409; unknown — 404", async () => {
  const [open, used] = [await create(), await create()];
  expect((await cancel(open.id)).status).toBe(204);
  expect((await requestSignUp("Ada", { invitation: tokenOf(open) })).status).toBe(403);
  await requestSignUp("Bob", { invitation: tokenOf(used) });
  expect(problemIn(await cancel(used.id))).toMatchObject({ status: 409, type: "/docs/errors#invitation-used" });
  expect((await cancel(open.id)).status).toBe(404);
});

test("POST /api/invitations/:id/link — a new link for a week, the former one is dead", async () => {
  const before = await create({ role: "editor" });
  travelTo(Date.now() + WEEK_MS + 1000);
  const after = (await renew(before.id)).json() as InvitationWithLink;
  expect(after).toMatchObject({ id: before.id, role: "editor", status: "open" });
  expect((await requestSignUp("Ada", { invitation: tokenOf(before) })).status).toBe(403);
  expect((await requestSignUp("Ada", { invitation: tokenOf(after) })).status).toBe(201);
  expect(problemIn(await renew(before.id)).type).toBe("/docs/errors#invitation-used");
  expect((await renew("nobody")).status).toBe(404);
});

test("used twice at once, cancelled meanwhile — one account, or none", async () => {
  for (let round = 0; round < 5; round++) {
    const invitation = await create();
    const token = tokenOf(invitation);
    const outcomes = await Promise.all([
      requestSignUp(`Ada${round}`, { invitation: token }),
      requestSignUp(`Bob${round}`, { invitation: token }),
      cancel(invitation.id),
    ]);
    const signedUp = outcomes.slice(0, 2).filter(({ status }) => status === 201).length;
    expect([signedUp, outcomes[2]?.status]).toEqual(signedUp === 1 ? [1, 409] : [0, 204]);
  }
});

test("SMTP_URL and an email address — the link is emailed, a new one again", async () => {
  env().SMTP_URL = mail.url;
  const invitation = await create({ email: " ADA@octavo.test " });
  expect(invitation).toMatchObject({ email: emailOf("Ada"), isEmailed: true });
  const first = await mail.next();
  expect([first.to, first.text]).toEqual([emailOf("Ada"), expect.stringContaining(invitation.url)]);
  const again = (await renew(invitation.id)).json() as InvitationWithLink;
  expect((await mail.next()).text).toContain(again.url);
  expect(again.url).not.toBe(invitation.url);
});

test("the mail server does not respond — the invitation is created, isEmailed false", async () => {
  env().SMTP_URL = "smtp://127.0.0.1:9";
  expect(await create({ email: "ada@example.org" })).toMatchObject({ isEmailed: false, status: "open" });
});

test("invalid email — 400 names the field, no invitation", async () => {
  const refused = await call(invitations, { method: "POST", headers: olga.headers, body: { email: "ada" } });
  expect(problemIn(refused)).toMatchObject({ status: 400, fields: { email: ["This is not an email address"] } });
  expect(await list()).toEqual([]);
});

test("anonymous, author, editor, and keys of the owner that write — refused, nothing changes", async () => {
  const { id } = await create();
  const before = await rowsIn(data.db, "invitations");
  const viewers = [{ headers: {} }, await makeAuthor(), await makeEditor(), await makeKey(olga)];
  for (const { headers } of viewers) {
    for (const [handler, method] of [
      [invitations, "POST"],
      [one, "DELETE"],
      [link, "POST"],
    ] as const) {
      const query: Record<string, string> = handler === invitations ? {} : { id };
      expect([401, 403]).toContain((await call(handler, { method, headers, query, body: {} })).status);
    }
  }
  expect(await rowsIn(data.db, "invitations")).toEqual(before);
});

test("accepted by a user who was deleted — used, acceptedBy says so; null once the account is gone", async () => {
  await requestSignUp("Ada", { invitation: await invite(olga) });
  const ada = await signedIn("Ada");
  await deleteUser(olga, ada, { posts: "keep" });
  expect((await list())[0]?.acceptedBy).toEqual({ id: ada.account.id, name: "Ada", isDeleted: true });
  await data.db.deleteFrom("accounts").where("id", "=", ada.account.id).execute();
  expect((await list())[0]).toMatchObject({ status: "used", acceptedBy: null });
});

const ENDS: [string, (by: TestAccount, whom: TestAccount) => Promise<{ status: number }>][] = [
  ["suspended", suspend],
  ["demoted", (by, whom) => changeUser(by, whom, { role: "editor" })],
  ["deleted", (by, whom) => deleteUser(by, whom, { posts: "keep" })],
];

describe.each(ENDS)("the owner who made it is %s", (name, end) => {
  test("the link is dead, the others work, and another owner may renew it", async () => {
    const oscar = await makeOwner("Oscar");
    const [used, open, other] = [await create({}, oscar), await create({}, oscar), await create()];
    await requestSignUp("Ada", { invitation: tokenOf(used) });
    expect([200, 204]).toContain((await end(olga, oscar)).status);

    const refused = problemIn(await requestSignUp("Bob", { invitation: tokenOf(open) }));
    expect(refused).toMatchObject({ status: 403, title: "This invitation has expired" });
    const statuses = new Map((await list()).map(({ id, status }) => [id, status]));
    expect([used, open, other].map(({ id }) => statuses.get(id))).toEqual(["used", "expired", "open"]);
    expect((await requestSignUp("Carl", { invitation: tokenOf(other) })).status).toBe(201);

    const renewed = (await renew(open.id)).json() as InvitationWithLink;
    expect((await requestSignUp("Dora", { invitation: tokenOf(renewed) })).status).toBe(201);
  });

  test("renewed by them — dead; one of theirs that another owner has renewed — open", async () => {
    const oscar = await makeOwner("Oscar");
    const [mine, theirs] = [await create(), await create({}, oscar)];
    const byOscar = (await renew(mine.id, oscar)).json() as InvitationWithLink;
    const byOlga = (await renew(theirs.id)).json() as InvitationWithLink;
    await end(olga, oscar);
    expect((await requestSignUp("Ada", { invitation: tokenOf(byOscar) })).status).toBe(403);
    expect((await requestSignUp("Bob", { invitation: tokenOf(byOlga) })).status).toBe(201);
  });

  test("while they create and renew some — none of theirs is open afterwards", async () => {
    for (let round = 0; round < 3; round++) {
      const oscar = await makeOwner(`Oscar ${name} ${round}`);
      const former = await create({}, oscar);
      const results = await Promise.all([
        call(invitations, { method: "POST", headers: oscar.headers, body: {} }),
        renew(former.id, oscar),
        end(olga, oscar),
        call(invitations, { method: "POST", headers: oscar.headers, body: {} }),
        renew(former.id, oscar),
      ]);
      for (const { status } of results) expect([200, 201, 204, 401, 403]).toContain(status);
      expect((await list()).filter(({ status }) => status === "open")).toEqual([]);
    }
  });
});
