#!/usr/bin/env node
// `npx octavo <command>`: npx puts the Node in node_modules first on the path, whichever one the machine has.
import { fileURLToPath } from "node:url";
import "../start/require-node.js";

const cwd = process.cwd();
// Resolve relative paths as in settings, from whichever directory the command is run.
process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const { logOutput } = await import("#lib/server/log-output");
logOutput.fd = 2;
const { octavo } = await import("./octavo.ts");
process.exitCode = await octavo(process.argv.slice(2), cwd);
