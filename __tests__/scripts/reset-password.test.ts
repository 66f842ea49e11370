import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { closeDatabase, useDatabase } from "#lib/server/db/database";
import { openDatabase } from "#lib/server/db/open";
import { emailOf, makeOwner, requestSignIn } from "#support/accounts";
import { call } from "#support/call";
import { withFolder } from "#support/folder";
import reset from "../../pages/api/auth/reset";

const folder = withFolder();
const NEW = "a new and longer password";

beforeEach(async () => useDatabase((await openDatabase(`file:${folder.file("octavo.db")}`)).db));
afterEach(() => closeDatabase());

function run(...words: string[]) {
  const env = { ...process.env, DATABASE_URL: `file:${folder.file("octavo.db")}`, SITE_URL: "https://octavo.test" };
  const args = ["scripts/bin.js", "reset-password", ...words];
  return spawnSync(process.execPath, args, { encoding: "utf8", env });
}

test("octavo reset-password — prints only a link, which resets the password", async () => {
  await makeOwner();
  const { status, stdout } = run("--email", emailOf("Olga"));
  expect(status).toBe(0);
  const [, token = ""] = /^https:\/\/octavo\.test\/reset-password\?token=([\w-]+)\n$/.exec(stdout) ?? [];
  expect((await call(reset, { method: "POST", body: { token, newPassword: NEW } })).status).toBe(204);
  expect((await requestSignIn("Olga", NEW)).status).toBe(200);
});

test("octavo reset-password — database does not exist — refused, not created", () => {
  const nowhere = folder.file("new/nowhere.db");
  expect(run("--email", emailOf("Olga"), "--database", `file:${nowhere}`)).toMatchObject({
    status: 1,
    stdout: "",
    stderr: `octavo: --database=file:${nowhere}: there is no database; must be an existing one\n`,
  });
  expect(existsSync(path.dirname(nowhere))).toBe(false);
});

test.each([
  [["--email", emailOf("Nobody")], 1, "octavo: no account has this email address\n"],
  [[], 2, "octavo: --email is missing\n"],
])("octavo reset-password %j — refused in one line that says why", (words, code, line) => {
  const { status, stderr, stdout } = run(...words);
  expect({ status, stderr, stdout }).toEqual({ status: code, stderr: line, stdout: "" });
});
