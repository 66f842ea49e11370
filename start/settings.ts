// Imported second: an invalid setting ends the process with one line, before a module fails on it.
import { env } from "#lib/server/env";

try {
  env();
} catch (error) {
  process.stderr.write(`Octavo cannot start: ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
