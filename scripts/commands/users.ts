import type { OperatedUser } from "#lib/server/users/operator";
import { ROLES } from "#lib/shared/roles";
import { changeEmail } from "./change-email.ts";
import { DATABASE_OPTION } from "./options.ts";
import { printJson } from "./output.ts";
import { changeDatabase, readDatabase } from "./own-database.ts";
import { resetPassword } from "./reset-password.ts";
import { type Command, UsageError } from "./run.ts";
import { minute, table } from "./table.ts";

const HEAD = ["email", "name", "role", "status", "last sign-in (UTC)", "posts", "passkeys", "signs in with"];

function rowOf({ email, isPasskeyOnly, lastSignInAt, name, passkeys, posts, role, status }: OperatedUser) {
  const means = isPasskeyOnly ? "passkeys only" : passkeys > 0 ? "password or passkey" : "password";
  return [email, name, role, status, minute(lastSignInAt), posts, passkeys, means];
}

const EMAILS = "<email...>";

/** A command that suspends or reinstates users. */
const setting = (status: "active" | "suspended", verb: string, notes: string): Command => ({
  summary: `${verb} users`,
  usage: `${EMAILS} [--database <database>]`,
  arguments: EMAILS,
  options: DATABASE_OPTION,
  notes,
  async run({ database }, _signal, { args }) {
    const { changeUsers } = await import("#lib/server/users/operator");
    await changeDatabase(database, (db) =>
      changeUsers(db, args, { status }, ({ email }) => process.stdout.write(`${email} is ${status}.\n`)),
    );
  },
});

const role: Command = {
  summary: "changes the role of users",
  usage: `<role> ${EMAILS} [--database <database>]`,
  arguments: `<role> ${EMAILS}`,
  options: DATABASE_OPTION,
  notes: `
The role is ${ROLES.join(", ")}. It applies to the next request of the users. One owner who can sign in always remains.

Example: npx octavo users role editor ada@example.org
`,
  async run({ database }, _signal, { args: [name, ...emails] }) {
    const wanted = ROLES.find((one) => one === name);
    if (!wanted) throw new UsageError(`the role must be one of ${ROLES.join(", ")}, but is ${name}`);
    const { changeUsers } = await import("#lib/server/users/operator");
    await changeDatabase(database, (db) =>
      changeUsers(db, emails, { role: wanted }, (user) => process.stdout.write(`${user.email} is ${user.role}.\n`)),
    );
  },
};

export const users: Command = {
  summary: "lists users; suspends and reinstates them, changes their role",
  usage: "[command] [--json] [--database <database>]",
  options: { "--json": "prints the list as JSON", ...DATABASE_OPTION },
  commands: {
    suspend: setting(
      "suspended",
      "suspends",
      `
Ends the sessions, API keys, preview links and password reset links of the users at once; they cannot sign in until they are reinstated.
Their posts stay. One owner who can sign in always remains. Octavo may be running.

Example: npx octavo users suspend ada@example.org
`,
    ),
    reinstate: setting(
      "active",
      "reinstates suspended",
      `
They sign in again; API keys and preview links that the suspension ended stay ended. Octavo may be running.

Example: npx octavo users reinstate ada@example.org
`,
    ),
    role,
    "reset-password": resetPassword,
    "change-email": changeEmail,
  },
  notes: `
Lists each user with role, status, last sign-in and number of posts, without the trash. Octavo may be running.

Example: npx octavo users --json | jq -r '.[] | select(.status == "suspended").email'
`,
  async run({ database }, _signal, { switches }) {
    const { listAllUsers } = await import("#lib/server/users/operator");
    const all = await readDatabase(database, listAllUsers);
    if (switches.has("json")) printJson(all);
    else process.stdout.write(table(HEAD, all.map(rowOf)));
  },
};
