import "./environment.ts";
import "./settings.ts";

import { createResetLink } from "#lib/server/accounts/reset-link";
import { closeDatabase, database } from "#lib/server/db/current";
import { log } from "#lib/server/log";

// What is printed is the link alone.
log.level = "warn";
const [email = ""] = process.argv.slice(2);
const link = email === "" ? undefined : await createResetLink(await database(), email);
await closeDatabase();
if (link) process.stdout.write(`${link}\n`);
else {
  process.stderr.write(email === "" ? "Usage: reset-password <e-mail address>\n" : "No account has this address\n");
  process.exitCode = 1;
}
