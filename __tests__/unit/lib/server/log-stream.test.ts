import { execFile } from "node:child_process";

const QUEUED = 'logStream.queue("first\\n"); log.error("second"); logStream.queue("third\\n");';

/** What a program with the real log writes. */
function outputOf(program: string): Promise<string> {
  const source = `import { log, logStream } from "#lib/server/log"; ${program}`;
  const env = { ...process.env, LOG_LEVEL: "info", NODE_OPTIONS: "" };
  return new Promise((resolve) => {
    execFile(process.execPath, ["--input-type=module", "--eval", source], { env }, (_error, stdout) => resolve(stdout));
  });
}

test.each([
  ["ends by itself", ""],
  ["exits", "process.exit(1);"],
  ["crashes", 'throw new Error("crash");'],
  ["crashes later", 'setImmediate(() => { throw new Error("crash"); });'],
  ["exits, a moment later", "setTimeout(() => process.exit(0), 300);"],
])("logStream — process %s — every line is written, in order", async (_how, end) => {
  const lines = (await outputOf(QUEUED + end)).trimEnd().split("\n");
  expect(lines).toEqual(["first", expect.stringContaining('"msg":"second"'), "third"]);
});

test("logStream — killed a moment after a line was queued — the line is written", async () => {
  const kill = 'setTimeout(() => process.kill(process.pid, "SIGKILL"), 1000);';
  expect(await outputOf(`logStream.queue("first\\n"); ${kill}`)).toBe("first\n");
});

test("logStream — many lines — none is lost", async () => {
  const output = await outputOf('for (let n = 0; n < 5000; n++) logStream.queue("line " + n + "\\n");');
  expect(output.split("\n")).toEqual([...Array.from({ length: 5_000 }, (_, n) => `line ${n}`), ""]);
});

test("logStream — lines of several bytes a character, and one longer than the queue — none is lost, in order", async () => {
  const program = `
    for (let n = 0; n < 3000; n++) logStream.queue("日本語 " + n + "\\n");
    logStream.queue("é".repeat(100_000) + "\\n");
    logStream.queue("last\\n");`;
  const expected = [...Array.from({ length: 3_000 }, (_, n) => `日本語 ${n}`), "é".repeat(100_000), "last", ""];
  expect((await outputOf(program)).split("\n")).toEqual(expected);
});
