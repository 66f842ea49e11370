import { execFileSync, spawnSync } from "node:child_process";
import path from "node:path";
import { withFolder } from "#support/folder";
import { longTest } from "#support/long";

jest.setTimeout(120_000);

const folder = withFolder();

/** `npx octavo …` as it is typed in a shell, with the machine's own Node and an empty npm cache. */
function npx(args: string[], cwd = ".") {
  const outside = (process.env.PATH ?? "").split(path.delimiter).filter((at) => !at.includes("node_modules"));
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
    NODE_ENV: "production" as const,
    NODE_OPTIONS: "",
    PATH: outside.join(path.delimiter),
    npm_config_cache: folder.file("cache"),
  };
  const { status, stdout } = spawnSync("npx", ["octavo", ...args], { cwd, encoding: "utf8", env });
  return { status, stdout };
}

test("npx octavo help — the help without a banner of npm", () => {
  const { status, stdout } = npx(["help"]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Usage: npx octavo <command> \[options\]\n/);
});

longTest("npx octavo — from a subfolder, unknown command — the same program and exit code", () => {
  expect(npx(["mend"], "docs")).toEqual({ status: 2, stdout: "" });
});

test("scripts/bin.js — executable", () => {
  expect(execFileSync("git", ["ls-files", "--stage", "scripts/bin.js"], { encoding: "utf8" })).toMatch(/^100755 /);
});
