import { spawnSync } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";

const SCRIPT = pathToFileURL(path.resolve("scripts/require-node.js")).href;

/** Runs a program that prints "started" behind the script, on a Node that says it is `version`. */
function startOn(version: string) {
  const disguise = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;
  const imports = ["--import", `data:text/javascript,${encodeURIComponent(disguise)}`, "--import", SCRIPT];
  const env = { ...process.env, NODE_OPTIONS: "" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [...imports, "-e", "console.log('started')"], {
    encoding: "utf8",
    env,
  });
  return { status, stdout, stderr };
}

test.each(["18.20.8", "20.20.2", "22.17.1", "21.99.0", "23.5.0"])(
  "Node %s is told in one line what is needed",
  (version) => {
    expect(startOn(version)).toEqual({
      status: 1,
      stdout: "",
      stderr: `Octavo needs Node.js 22.18, 23.6 or later (this is ${version}).\n`,
    });
  },
);

test.each(["22.18.0", "23.6.0", "24.21.0", "100.1.0"])("Node %s starts", (version) => {
  expect(startOn(version)).toEqual({ status: 0, stdout: "started\n", stderr: "" });
});
