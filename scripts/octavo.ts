// `npx octavo <command>` (bin.js): commands for operators. They need neither a build nor a running server.
import "../start/environment.ts";
import "../start/settings.ts";

import { copy } from "./commands/copy.ts";
import { digest } from "./commands/digest.ts";
import { resetPassword } from "./commands/reset-password.ts";
import { type Command, run } from "./commands/run.ts";
import { seed } from "./commands/seed.ts";

const COMMANDS: Record<string, Command> = { copy, digest, "reset-password": resetPassword, seed };

process.exitCode = await run(COMMANDS, process.argv.slice(2));
