// Run by `npm install`: has Git use the hooks in .githooks/, where this is a checkout and Git is there. Never fails.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

if (existsSync(".git")) spawnSync("git", ["config", "--local", "core.hooksPath", ".githooks"]);
