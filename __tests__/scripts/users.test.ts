import { authenticateKey } from "#lib/server/keys/keys";
import { createPost } from "#lib/server/posts/write";
import { emailOf, type Headers, makeAuthor, makeKey, makeOwner, requestSignIn } from "#support/accounts";
import { Authenticator } from "#support/authenticator";
import { call } from "#support/call";
import { runCommand } from "#support/command";
import { withTwoProcesses } from "#support/database";
import { addPasskey } from "#support/passkeys";
import session from "../../pages/api/auth/session";
import { keys } from "../../scripts/commands/keys.ts";
import { sessions } from "../../scripts/commands/sessions.ts";
import { users } from "../../scripts/commands/users.ts";

/** The server uses one set of connections, the commands open their own. */
const processes = withTwoProcesses();
const octavo = (...args: string[]) => runCommand({ users, keys, sessions }, ...args, "--database", processes.url);
const done = (stdout: string) => ({ status: 0, stdout, stderr: "" });
const refused = (line: string, status = 1) => ({ status, stdout: "", stderr: `octavo: ${line}\n` });

/** Whether the server knows who sends these headers. */
async function isSignedIn(headers: Headers): Promise<boolean> {
  const state = (await call(session, { headers })).json() as { account: object | null };
  return state.account !== null;
}

const isGood = async (key: string) => (await authenticateKey(processes.here, key)) !== undefined;

describe("npx octavo users", () => {
  test("lists users with role, status, last sign-in, posts and passkeys", async () => {
    const owner = await makeOwner();
    await makeAuthor();
    await addPasskey(owner, new Authenticator());
    const signed_in_at = Date.UTC(2026, 0, 2, 3, 4);
    await processes.here.updateTable("accounts").set({ signed_in_at }).where("role", "=", "owner").execute();
    await createPost(processes.here, { title: "T", content: "C" }, owner.account);
    const { stdout, ...outcome } = await octavo("users");
    expect(outcome).toEqual({ status: 0, stderr: "" });
    expect(stdout.split("\n")).toEqual([
      "email             name  role    status  last sign-in (UTC)  posts  passkeys  signs in with",
      "olga@octavo.test  Olga  owner   active  2026-01-02 03:04        1         1  password or passkey",
      "ada@octavo.test   Ada   author  active  –                       0         0  password",
      "",
    ]);
    const list = JSON.parse((await octavo("users", "--json")).stdout);
    expect(list).toMatchObject([
      { email: "olga@octavo.test", role: "owner", posts: 1, passkeys: 1, isPasskeyOnly: false },
      { email: "ada@octavo.test", status: "active", lastSignInAt: null },
    ]);
  });

  test("a name with control characters — does not reach the terminal", async () => {
    await makeOwner();
    await processes.here.updateTable("accounts").set({ name: "\u001b[31mO\u202el\nga" }).execute();
    expect((await octavo("users")).stdout).toContain("olga@octavo.test  [31mOlga  owner");
  });

  test("suspend, reinstate — end access at once, and let the user sign in again", async () => {
    await makeOwner();
    const ada = await makeAuthor();
    const { key } = await makeKey(ada);
    expect(await octavo("users", "suspend", "ADA@octavo.test")).toEqual(done("ada@octavo.test is suspended.\n"));
    expect([await isSignedIn(ada.headers), await isGood(key)]).toEqual([false, false]);
    expect((await requestSignIn("Ada")).status).toBe(403);
    expect(await octavo("users", "reinstate", emailOf("Ada"))).toEqual(done("ada@octavo.test is active.\n"));
    expect((await requestSignIn("Ada")).status).toBe(200);
  });

  test("role — changes it; the only owner stays one", async () => {
    await makeOwner();
    await makeAuthor();
    const refusal = refused(
      `${emailOf("Olga")} is the only owner who can sign in; another user must be made an owner first`,
    );
    expect(await octavo("users", "role", "author", emailOf("Olga"))).toEqual(refusal);
    expect(await octavo("users", "suspend", emailOf("Olga"))).toEqual(refusal);
    expect(await octavo("users", "role", "owner", emailOf("Ada"))).toEqual(done("ada@octavo.test is owner.\n"));
    expect(await octavo("users", "role", "editor", emailOf("Olga"))).toEqual(done("olga@octavo.test is editor.\n"));
  });

  test("wrong usage, unknown users — one line, and no user is changed", async () => {
    await makeOwner();
    await makeAuthor();
    expect(await octavo("users", "suspend", emailOf("Ada"), "no@octavo.test")).toEqual(
      refused("no account has the email address no@octavo.test"),
    );
    expect(await octavo("users", "role", "boss", emailOf("Ada"))).toEqual(
      refused("the role must be one of owner, editor, author, but is boss", 2),
    );
    expect((await octavo("users", "suspend")).status).toBe(2);
    const rows = await processes.here
      .selectFrom("accounts")
      .select(["role", "suspended_at"])
      .orderBy("createdAt")
      .execute();
    expect(rows).toEqual([
      { role: "owner", suspended_at: null },
      { role: "author", suspended_at: null },
    ]);
  });

  test("change-email — the same as npx octavo change-email", async () => {
    await makeOwner();
    expect(await octavo("users", "change-email", "--email", emailOf("Olga"), "--to", "o@octavo.test")).toEqual(
      done(`${emailOf("Olga")} is now o@octavo.test.\n`),
    );
    expect((await octavo("users")).stdout).toContain("o@octavo.test");
  });
});

describe("npx octavo keys", () => {
  test("lists the keys of all accounts, without secrets", async () => {
    const [olga, ada] = [await makeOwner(), await makeAuthor()];
    const [one, other] = [await makeKey(olga), await makeKey(ada, { name: "Backup", scope: "read" })];
    await authenticateKey(processes.here, one.key);
    const { stdout } = await octavo("keys");
    const json = (await octavo("keys", "--json")).stdout;
    for (const { hint, id, key } of [one, other]) {
      expect(stdout).toMatch(new RegExp(`^${id} +.*@octavo\\.test +.* +${hint} +(read|write) `, "m"));
      expect(stdout + json).not.toContain(key);
    }
    const { hash } = await processes.here.selectFrom("api_keys").select("hash").executeTakeFirstOrThrow();
    expect(stdout + json).not.toContain(hash);
    const list = JSON.parse(json) as { id: string }[];
    expect(list.find(({ id }) => id === one.id)).toMatchObject({ email: emailOf("Olga"), usedAt: expect.any(String) });
    expect(list.find(({ id }) => id === other.id)).toMatchObject({ name: "Backup", scope: "read", usedAt: null });
  });

  test("revoke — by ids, and all of an account", async () => {
    const [olga, ada] = [await makeOwner(), await makeAuthor()];
    const [leaked, olgas, adas] = [await makeKey(olga), await makeKey(olga), await makeKey(ada)];
    expect(await octavo("keys", "revoke", leaked.id)).toEqual(done("1 key revoked.\n"));
    expect([await isGood(leaked.key), await isGood(olgas.key), await isGood(adas.key)]).toEqual([false, true, true]);
    expect(await octavo("keys", "revoke", "--all-of", emailOf("Ada"))).toEqual(done("1 key revoked.\n"));
    expect([await isGood(olgas.key), await isGood(adas.key)]).toEqual([true, false]);
  });

  test("revoke — an unknown id, nothing, both — refused, and none is revoked", async () => {
    const { id, key } = await makeKey(await makeOwner());
    expect(await octavo("keys", "revoke", id, "nope")).toEqual(refused("no API key has the id nope; none was revoked"));
    expect(await octavo("keys", "revoke")).toEqual(refused("ids of keys or --all-of are missing", 2));
    expect(await octavo("keys", "revoke", id, "--all-of", emailOf("Olga"))).toEqual(
      refused("either ids or --all-of, not both", 2),
    );
    expect(await isGood(key)).toBe(true);
  });
});

describe("npx octavo sessions", () => {
  test("lists open sessions, without their tokens", async () => {
    await makeOwner();
    await makeAuthor();
    await processes.here.updateTable("sessions").set({ userAgent: "Firefox", ipAddress: "192.0.2.1" }).execute();
    const [{ stdout }, json] = [await octavo("sessions"), (await octavo("sessions", "--json")).stdout];
    expect(stdout).toMatch(/^ada@octavo\.test {3}\d{4}-.* 192\.0\.2\.1 {3}Firefox\nolga@octavo\.test {2}/m);
    expect(JSON.parse(json)).toMatchObject([
      { email: emailOf("Ada"), userAgent: "Firefox" },
      { email: emailOf("Olga") },
    ]);
    for (const { token } of await processes.here.selectFrom("sessions").select("token").execute()) {
      expect(stdout + json).not.toContain(token);
    }
    await processes.here.updateTable("sessions").set({ expiresAt: "2020-01-01T00:00:00.000Z" }).execute();
    expect(JSON.parse((await octavo("sessions", "--json")).stdout)).toEqual([]);
  });

  test("end — of one account, or of all", async () => {
    const [olga, ada, ben] = [await makeOwner(), await makeAuthor(), await makeAuthor("Ben")];
    const signedIn = async () => Promise.all([olga, ada, ben].map(({ headers }) => isSignedIn(headers)));
    expect(await octavo("sessions", "end", "--email", emailOf("Ada"))).toEqual(done("1 session ended.\n"));
    expect(await signedIn()).toEqual([true, false, true]);
    expect(await octavo("sessions", "end", "--all")).toEqual(done("2 sessions ended.\n"));
    expect(await signedIn()).toEqual([false, false, false]);
    for (const args of [[], ["--all", "--email", emailOf("Ada")]]) {
      expect((await octavo("sessions", "end", ...args)).status).toBe(2);
    }
  });
});
