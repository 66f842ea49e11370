import { cookiesIn, emailOf, invite, makeOwner, PASSWORD, requestSignUp, signedIn } from "#support/accounts";
import { call } from "#support/call";
import { travelBack, travelTo } from "#support/clock";
import { rowsIn, withDatabase } from "#support/database";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import session from "../../../pages/api/auth/session";
import signUp from "../../../pages/api/auth/sign-up";

const data = withDatabase();
const roles = async () =>
  (await data.db.selectFrom("accounts").select("role").execute()).map(({ role }) => role).sort();
const USED = "This invitation has been used or cancelled, or its link is incomplete";
const unused = async () => (await rowsIn(data.db, "invitations")).filter(({ used_at }) => used_at === null).length;
/** Does `work` when every invitation there is has expired. */
async function aWeekLater(work: () => Promise<void>): Promise<void> {
  travelTo(Date.now() + 7 * 24 * 60 * 60 * 1000);
  try {
    await work();
  } finally {
    travelBack();
  }
}
const maySignUp = async () => ((await call(session)).json() as { maySignUp: boolean }).maySignUp;

test("POST /api/auth/sign-up — first account — 201, role owner", async () => {
  expect(await maySignUp()).toBe(true);
  expect((await requestSignUp("Olga")).json()).toEqual({ status: "made" });
  expect((await signedIn("Olga")).account).toMatchObject({ name: "Olga", email: emailOf("Olga"), role: "owner" });
});

test("POST /api/auth/sign-up — second account — 403, needs an invitation", async () => {
  await makeOwner();
  const problem = problemIn(await requestSignUp("Eve"));
  expect(problem).toMatchObject({ status: 403, error: "Signing up needs an invitation" });
  expect(problem.detail).toMatch(/owner/);
  expect(await maySignUp()).toBe(false);
  expect(await roles()).toEqual(["owner"]);
});

test("POST /api/auth/sign-up — eight first accounts at once — one 201, one owner, one account", async () => {
  const names = ["Ada", "Bob", "Cleo", "Dan", "Eve", "Fay", "Gil", "Hal"];
  const responses = await Promise.all(names.map((name) => requestSignUp(name)));
  expect(responses.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(403)]);
  expect(await roles()).toEqual(["owner"]);
});

test("POST /api/auth/sign-up — the same first account twice at once — one owner, who can sign in", async () => {
  const responses = await Promise.all([requestSignUp("Olga"), requestSignUp("Olga")]);
  expect(responses.every(({ status }) => status < 500)).toBe(true);
  expect(await roles()).toEqual(["owner"]);
  expect((await signedIn("Olga")).account.role).toBe("owner");
});

test("POST /api/auth/sign-up — no session cookie (would reveal whether the email has an account)", async () => {
  expect(cookiesIn(await requestSignUp("Olga"))).toEqual([]);
});

test.each([
  ["invalid email", { email: "olga" }, ["email"]],
  ["password too short", { password: "1234567" }, ["password"]],
  ["password too long", { password: "x".repeat(129) }, ["password"]],
  ["role given", { role: "owner" }, ["role"]],
  ["name of spaces", { name: " \n " }, ["name"]],
  ["name too long", { name: "x".repeat(81) }, ["name"]],
])("POST /api/auth/sign-up — %s — 400 names the field, no account", async (_name, wrong, fields) => {
  const body = { name: "Olga", email: emailOf("Olga"), password: PASSWORD, ...wrong };
  const problem = problemIn(await call(signUp, { method: "POST", body }));
  expect(problem.status).toBe(400);
  expect(Object.keys(problem.fields ?? {})).toEqual(fields);
  expect(await roles()).toEqual([]);
});

test("POST /api/auth/sign-up — password — stored as a scrypt hash only", async () => {
  await makeOwner();
  const [credential] = await rowsIn(data.db, "credentials");
  expect(JSON.stringify([credential, await rowsIn(data.db, "accounts")])).not.toContain(PASSWORD);
  // scrypt: a salt of 16 bytes and a hash of 64.
  expect(credential?.password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
});

describe("POST /api/auth/sign-up — invitation", () => {
  test("valid — 201, role author", async () => {
    const invitation = await invite(await makeOwner());
    expect((await requestSignUp("Ada", { invitation })).status).toBe(201);
    expect((await signedIn("Ada")).account.role).toBe("author");
  });

  test("used twice, also at once — one 201, then 403", async () => {
    const invitation = await invite(await makeOwner());
    const responses = await Promise.all([requestSignUp("Ada", { invitation }), requestSignUp("Bob", { invitation })]);
    expect(responses.map(({ status }) => status).sort()).toEqual([201, 403]);
    expect(problemIn(await requestSignUp("Cleo", { invitation })).error).toBe(USED);
    expect(await roles()).toEqual(["author", "owner"]);
  });

  test("a week old — 403, expired", async () => {
    const invitation = await invite(await makeOwner());
    await aWeekLater(async () => {
      const problem = problemIn(await requestSignUp("Ada", { invitation }));
      expect(problem).toMatchObject({ status: 403, error: "This invitation has expired" });
    });
  });

  test("used or expired, other fields invalid — 403 before 400", async () => {
    const owner = await makeOwner();
    const [used, open] = [await invite(owner), await invite(owner)];
    await requestSignUp("Ada", { invitation: used });
    const wrong = { email: "none", password: "short" };
    expect(problemIn(await requestSignUp("Bob", { invitation: used, ...wrong })).error).toBe(USED);
    expect(problemIn(await requestSignUp("Bob", { invitation: open, ...wrong })).status).toBe(400);
    await aWeekLater(async () => {
      expect(problemIn(await requestSignUp("Bob", { invitation: open, ...wrong })).error).toBe(
        "This invitation has expired",
      );
    });
  });

  test("email with an account — 400 names it, the invitation still works", async () => {
    const invitation = await invite(await makeOwner());
    const problem = problemIn(await requestSignUp("Eve", { invitation, email: " OLGA@octavo.test " }));
    expect(problem).toMatchObject({
      status: 400,
      fields: { email: ["This address has an account already. Sign in with it; the invitation still works"] },
    });
    expect((await signedIn("Olga")).account).toMatchObject({ name: "Olga", role: "owner" });
    expect((await requestSignUp("Ada", { invitation })).status).toBe(201);
    expect(await roles()).toEqual(["author", "owner"]);
  });

  test("email with an account, no valid invitation — 403 without naming the email", async () => {
    await makeOwner();
    const responses = [await requestSignUp("Olga", { invitation: "x".repeat(32) }), await requestSignUp("Olga")];
    expect(responses.map((response) => problemIn(response)).map(({ status, fields }) => [status, fields])).toEqual([
      [403, undefined],
      [403, undefined],
    ]);
  });

  test("many emails tried — 429 after ten, the invitation still works", async () => {
    const invitation = await invite(await makeOwner());
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) statuses.push((await requestSignUp("Olga", { invitation })).status);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(400));
    expect(statuses.slice(10)).toEqual([429, 429]);
    expect((await requestSignUp("Ada", { invitation })).status).toBe(201);
  });

  test("same invitation and email twice at once — one account", async () => {
    const invitation = await invite(await makeOwner());
    const responses = await Promise.all([requestSignUp("Ada", { invitation }), requestSignUp("Ada", { invitation })]);
    expect(responses.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(responses.filter(({ status }) => status === 400 || status === 403)).toHaveLength(1);
    expect([await roles(), await unused()]).toEqual([["author", "owner"], 0]);
  });

  test("two invitations, one email, at once — one account, one invitation still works", async () => {
    const owner = await makeOwner();
    const invitations = [await invite(owner), await invite(owner)];
    const responses = await Promise.all(invitations.map((invitation) => requestSignUp("Ada", { invitation })));
    expect(responses.map(({ status }) => status).sort()).toEqual([201, 400]);
    expect([await roles(), await unused()]).toEqual([["author", "owner"], 1]);
    const answersLater = await Promise.all(invitations.map((invitation) => requestSignUp("Bob", { invitation })));
    expect(answersLater.map(({ status }) => status).sort()).toEqual([201, 403]);
  });

  test("unknown — 403", async () => {
    await makeOwner();
    expect((await requestSignUp("Ada", { invitation: "x".repeat(32) })).status).toBe(403);
  });

  test("stored as a hash only", async () => {
    const invitation = await invite(await makeOwner());
    expect(JSON.stringify(await rowsIn(data.db, "invitations"))).not.toContain(invitation);
  });
});

describe("POST /api/auth/sign-up — SIGN_UP=open", () => {
  withSettings({ SIGN_UP: "open" });

  test("second account — 201, role author", async () => {
    await makeOwner();
    expect(await maySignUp()).toBe(true);
    expect((await requestSignUp("Ada")).status).toBe(201);
    expect(await roles()).toEqual(["author", "owner"]);
  });

  test("two first accounts at once — one owner, one author", async () => {
    const responses = await Promise.all([requestSignUp("Olga"), requestSignUp("Oscar")]);
    expect(responses.map(({ status }) => status)).toEqual([201, 201]);
    expect(await roles()).toEqual(["author", "owner"]);
  });

  test("email with an account — the same response as for a new one, account unchanged", async () => {
    await makeOwner();
    const known = await requestSignUp("Olga", { password: "another password" });
    const unknown = await requestSignUp("Ada");
    const seen = ({ status, body, headers }: typeof known) => ({
      status,
      body,
      headers: { ...headers, "x-request-id": "" },
    });
    expect(seen(known)).toEqual(seen(unknown));
    expect((await signedIn("Olga")).account.role).toBe("owner");
  });

  test("the same email twice at once — one account", async () => {
    await makeOwner();
    const responses = await Promise.all([requestSignUp("Ada"), requestSignUp("Ada")]);
    expect(responses.map(({ status }) => status)).toEqual([201, 201]);
    expect(await roles()).toEqual(["author", "owner"]);
  });
});
