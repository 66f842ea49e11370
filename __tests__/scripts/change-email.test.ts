import { spawnSync } from "node:child_process";
import { setImmediate } from "node:timers/promises";
import { closeDatabase, database, useDatabase } from "#lib/server/db/database";
import { openDatabase } from "#lib/server/db/open";
import { emailOf, makeAuthor, makeOwner, PASSWORD } from "#support/accounts";
import { Authenticator } from "#support/authenticator";
import { call } from "#support/call";
import { withFolder } from "#support/folder";
import { addPasskey } from "#support/passkeys";
import security from "../../pages/api/auth/security";
import signIn from "../../pages/api/auth/sign-in";

const folder = withFolder();

beforeEach(async () => useDatabase((await openDatabase(`file:${folder.file("octavo.db")}`)).db));
afterEach(() => closeDatabase());

function run(...words: string[]) {
  const env = { ...process.env, DATABASE_URL: `file:${folder.file("octavo.db")}`, SITE_URL: "https://octavo.test" };
  return spawnSync(process.execPath, ["scripts/bin.js", ...words], { encoding: "utf8", env });
}

test("octavo change-email — the account signs in with the new address", async () => {
  await makeOwner();
  expect(run("change-email", "--email", "OLGA@octavo.test", "--to", " Olga@New.test")).toMatchObject({
    status: 0,
    stderr: "",
  });
  const body = { email: "olga@new.test", password: PASSWORD };
  expect((await call(signIn, { method: "POST", body })).status).toBe(200);
});

test("octavo change-email — logs on standard error, apart from the result", async () => {
  await makeOwner();
  const env = { ...process.env, DATABASE_URL: `file:${folder.file("octavo.db")}`, LOG_LEVEL: "info" };
  const args = ["scripts/bin.js", "change-email", "--email", emailOf("Olga"), "--to", "olga@new.test"];
  const { stderr, stdout } = spawnSync(process.execPath, args, { encoding: "utf8", env });
  expect(stdout).toBe(`${emailOf("Olga")} is now olga@new.test.\n`);
  expect(JSON.parse(stderr)).toMatchObject({ event: "email-changed" });
});

test("octavo change-email — missing, invalid, unknown and taken addresses — refused in one line that says why", async () => {
  await makeOwner();
  await makeAuthor();
  const refused = (...words: string[]) => run("change-email", ...words).stderr;
  expect(refused("--to", "a@b.test")).toBe("octavo: --email is missing\n");
  expect(refused("--email", emailOf("Olga"))).toBe("octavo: --to is missing\n");
  expect(refused("--email", emailOf("Olga"), "--to", "olga")).toBe("octavo: --to=olga: This is not an email address\n");
  expect(refused("--email", "no@octavo.test", "--to", "a@b.test")).toBe("octavo: no account has this email address\n");
  expect(refused("--email", emailOf("Olga"), "--to", emailOf("Ada"))).toBe(
    "octavo: Another account has this email address\n",
  );
});

test("octavo reset-password — passkeys only — refused; with --allow-password a link", async () => {
  const owner = await makeOwner();
  await addPasskey(owner, new Authenticator());
  await call(security, { method: "PATCH", headers: owner.headers, body: { isPasskeyOnly: true } });
  const words = ["reset-password", "--email", emailOf("Olga")];
  expect(run(...words)).toMatchObject({ status: 1, stdout: "", stderr: expect.stringContaining("--allow-password") });
  expect(run(...words, "--allow-password").stdout).toMatch(/^https:\/\/octavo\.test\/reset-password\?token=/);
  // Until the next event, reads see what those before the command saw.
  await setImmediate();
  const rows = await (await database()).selectFrom("accounts").select("is_passkey_only").execute();
  expect(rows).toEqual([{ is_passkey_only: 0 }]);
});
