import { spawnSync } from "node:child_process";
import { getSetupCode } from "#lib/server/accounts/setup-code";
import { closeDatabase, useDatabase } from "#lib/server/db/database";
import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { makeOwner } from "#support/accounts";
import { withFolder } from "#support/folder";

const folder = withFolder();
let db: Database;
beforeEach(async () => {
  ({ db } = await openDatabase(`file:${folder.file("octavo.db")}`));
  useDatabase(db);
});
afterEach(() => closeDatabase());

function run() {
  const env = { ...process.env, DATABASE_URL: `file:${folder.file("octavo.db")}` };
  return spawnSync(process.execPath, ["scripts/bin.js", "setup-code"], { encoding: "utf8", env });
}

test("octavo setup-code — prints the code of the database; refuses once there is an owner", async () => {
  expect(run()).toMatchObject({ status: 0, stdout: `${await getSetupCode(db)}\n` });
  await makeOwner();
  expect(run()).toMatchObject({
    status: 1,
    stdout: "",
    stderr: "octavo: the site has an owner already; no code is needed any more\n",
  });
});
