import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { withFolder } from "#support/folder";

jest.setTimeout(60_000);

const folder = withFolder();

/** Ends by a signal only, and then says by which. */
const SERVER = `
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => { console.log("ended by " + signal); process.exit(0); });
setInterval(() => {}, 1000);
console.log("ready " + process.pid);
`;

/** `npm start` of this project, with another server. */
async function start(): Promise<{ npm: ChildProcess; written: () => string; pid: number }> {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: { start: string } };
  writeFileSync(folder.file("package.json"), JSON.stringify({ type: "module", scripts: { start: scripts.start } }));
  writeFileSync(folder.file("server.ts"), SERVER);
  mkdirSync(folder.file("start"));
  for (const [, file = ""] of scripts.start.matchAll(/--import (\S+)/g)) writeFileSync(folder.file(file), "");
  const PATH = `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`;
  const npm = spawn("npm", ["start", "--silent"], { cwd: folder.file(""), env: { ...process.env, PATH } });
  let written = "";
  const pid = await new Promise<number>((resolve, reject) => {
    npm.on("close", () => reject(new Error(written)));
    for (const stream of [npm.stdout, npm.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        written += chunk;
        const [, found] = /^ready (\d+)$/m.exec(written) ?? [];
        if (found) resolve(Number(found));
      });
    }
  });
  return { npm, pid, written: () => written };
}

test.each(["SIGTERM", "SIGINT"] as const)(
  "npm start — %s to npm — the server gets it, and npm exits with its code",
  async (signal) => {
    const { npm, pid, written } = await start();
    try {
      npm.kill(signal);
      expect(await once(npm, "close")).toEqual([0, null]);
      expect(written()).toContain(`ended by ${signal}`);
    } finally {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended.
      }
    }
  },
);
