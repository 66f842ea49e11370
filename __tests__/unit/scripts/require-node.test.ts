import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { withFolder } from "#support/folder";

const SCRIPT = path.resolve("start/require-node.js");
const folder = withFolder();

/** A folder with the script and these packages only. */
function installationWith(...packages: string[]): string {
  mkdirSync(folder.file("start"));
  copyFileSync(SCRIPT, folder.file("start/require-node.js"));
  writeFileSync(folder.file("package.json"), '{ "type": "module" }');
  for (const name of packages) {
    mkdirSync(folder.file(`node_modules/${name}`), { recursive: true });
    writeFileSync(folder.file(`node_modules/${name}/package.json`), "{}");
  }
  return folder.file("start/require-node.js");
}

/** Runs a program that prints "started" after the script, on a Node that claims to be `version`. */
function startOn(version: string, script = SCRIPT) {
  const disguise = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;
  const imports = [
    "--import",
    `data:text/javascript,${encodeURIComponent(disguise)}`,
    "--import",
    pathToFileURL(script).href,
  ];
  const env = { ...process.env, NODE_OPTIONS: "" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [...imports, "-e", "console.log('started')"], {
    encoding: "utf8",
    env,
  });
  return { status, stdout, stderr };
}

test.each(["18.20.8", "20.20.2", "22.17.1", "21.99.0", "23.5.0"])(
  "require-node — Node %s, too old — one line with the required version",
  (version) => {
    expect(startOn(version)).toEqual({
      status: 1,
      stdout: "",
      stderr: `Octavo needs Node.js 22.18, 23.6 or later (this is ${version}): start Octavo by npm or npx, which use the one in node_modules.\n`,
    });
  },
);

test.each(["22.18.0", "23.6.0", "24.21.0", "100.1.0"])("require-node — Node %s — starts", (version) => {
  expect(startOn(version)).toEqual({ status: 0, stdout: "started\n", stderr: "" });
});

test.each([
  ["nothing", [], "run `npm install`, which brings one along"],
  ["no development packages", ["next"], "install one, or run `npm ci` without `--omit=dev`, which brings one along"],
])("require-node — Node too old, %s installed — one line with the remedy", (_name, packages, remedy) => {
  expect(startOn("20.20.2", installationWith(...packages)).stderr).toBe(
    `Octavo needs Node.js 22.18, 23.6 or later (this is 20.20.2): ${remedy}.\n`,
  );
});

test("require-node — supported Node, nothing installed — one line: run `npm install`", () => {
  expect(startOn("24.21.0", installationWith())).toEqual({
    status: 1,
    stdout: "",
    stderr: "Octavo cannot start: its packages are not installed; run `npm install`.\n",
  });
});

test("require-node — supported Node, no development packages — starts", () => {
  expect(startOn("24.21.0", installationWith("next"))).toEqual({ status: 0, stdout: "started\n", stderr: "" });
});
