// `npx octavo <command>` (bin.js): commands for operators. They need neither a build nor a running server.
import "../start/environment.ts";
import "../start/settings.ts";

import { backup } from "./commands/backup.ts";
import { changeEmail } from "./commands/change-email.ts";
import { copy } from "./commands/copy.ts";
import { digest } from "./commands/digest.ts";
import { doctor } from "./commands/doctor.ts";
import { exportCommand } from "./commands/export.ts";
import { importCommand } from "./commands/import.ts";
import { keys } from "./commands/keys.ts";
import { migrate } from "./commands/migrate.ts";
import { resetPassword } from "./commands/reset-password.ts";
import { restore } from "./commands/restore.ts";
import { type Command, run } from "./commands/run.ts";
import { seed } from "./commands/seed.ts";
import { sessions } from "./commands/sessions.ts";
import { setupCode } from "./commands/setup-code.ts";
import { users } from "./commands/users.ts";

const COMMANDS: Record<string, Command> = {
  backup,
  "change-email": changeEmail,
  copy,
  digest,
  doctor,
  export: exportCommand,
  import: importCommand,
  keys,
  migrate,
  "reset-password": resetPassword,
  restore,
  seed,
  sessions,
  "setup-code": setupCode,
  users,
};

/** Runs a command. @param cwd the directory that paths in arguments are relative to @returns the exit code */
export const octavo = (args: string[], cwd: string): Promise<number> => run(COMMANDS, args, cwd);
