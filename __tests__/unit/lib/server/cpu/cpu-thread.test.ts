import { writeFileSync } from "node:fs";
import { CpuThread } from "#lib/server/cpu/cpu-thread";
import { renderPost } from "#lib/server/rendering/render";
import { withFolder } from "#support/folder";

/** A thread whose tasks do what their text says. */
const PROGRAM = `
import { parentPort, threadId } from "node:worker_threads";
let count = 0;
parentPort.on("message", ({ args: [text] }) => {
  count += 1;
  if (text === "hang") for (;;);
  if (text === "exit") process.exit(3);
  if (text === "memory") for (const all = []; ; ) all.push(new Array(1e6).fill(count));
  parentPort.postMessage(text === "throw" ? { error: new Error("thrown") } : { result: { text, count, threadId } });
});
parentPort.postMessage("ready");
`;

const folder = withFolder();

function newThread(options: { taskMs?: number; queueMax?: number } = {}) {
  writeFileSync(folder.file("thread.mjs"), PROGRAM);
  const thread = new CpuThread({ file: folder.file("thread.mjs"), ...options });
  return (text: string) => thread.run("render", [text, true]);
}

test("CpuThread — its own program — same rendering as on the main thread", async () => {
  const thread = new CpuThread();
  expect(await thread.run("render", ["**a**", true])).toEqual({ result: renderPost("**a**") });
  const texts = await thread.run("highlightParts", [["**one** two"], [{ words: ["two"], isPrefix: true }]]);
  expect(texts).toEqual({ result: ["one <mark>two</mark>"] });
});

test("CpuThread — several tasks at once — run one after the other in one thread", async () => {
  const run = newThread();
  const outcomes = await Promise.all(["a", "b", "c"].map(run));
  const { threadId } = (outcomes[0] as unknown as { result: { threadId: number } }).result;
  expect(outcomes).toEqual(["a", "b", "c"].map((text, at) => ({ result: { text, count: at + 1, threadId } })));
});

test("CpuThread — the same task twice at once — runs once", async () => {
  const run = newThread();
  const [first, second] = await Promise.all([run("a"), run("a")]);
  expect(second).toBe(first);
  expect(await run("a")).toMatchObject({ result: { count: 2 } });
});

test("CpuThread — a task over its time limit — is stopped, and the next one runs in a new thread", async () => {
  const run = newThread({ taskMs: 200 });
  const [hung, next] = await Promise.all([run("hang"), run("a")]);
  expect([hung, next]).toMatchObject([{ failure: "stopped" }, { result: { text: "a", count: 1 } }]);
});

test("CpuThread — a task over the memory limit — is stopped", async () => {
  const run = newThread();
  expect(await run("memory")).toEqual({ failure: "stopped" });
  expect(await run("a")).toMatchObject({ result: { count: 1 } });
});

test("CpuThread — a full queue — is busy at once", async () => {
  const run = newThread({ queueMax: 1, taskMs: 200 });
  const outcomes = [run("hang"), run("a"), run("b")];
  expect(await outcomes[2]).toEqual({ failure: "busy" });
  expect(await Promise.all(outcomes)).toMatchObject([{ failure: "stopped" }, { result: { text: "a" } }, {}]);
});

test("CpuThread — a search while other tasks wait — refused as busy, the queue is left to required tasks", async () => {
  writeFileSync(folder.file("thread.mjs"), PROGRAM);
  const thread = new CpuThread({ file: folder.file("thread.mjs"), optionalQueueMax: 1, taskMs: 200 });
  const needed = [thread.run("render", ["hang", true]), thread.run("render", ["a", true])];
  expect(await thread.run("highlightParts", [["b"], []])).toEqual({ failure: "busy" });
  needed.push(thread.run("render", ["c", true]));
  expect(await Promise.all(needed)).toMatchObject([
    { failure: "stopped" },
    { result: { text: "a" } },
    { result: { text: "c" } },
  ]);
});

test("CpuThread — no thread can be started — every task rejects", async () => {
  // Node refuses a relative path without a dot when the thread is constructed, as it does when there are too many threads.
  const thread = new CpuThread({ file: "thread.mjs" });
  const outcomes = await Promise.allSettled(["a", "b", "a"].map((text) => thread.run("render", [text, true])));
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  await expect(thread.run("render", ["a", true])).rejects.toThrow("thread.mjs");
});

test("CpuThread — a task that throws — rejects with what it threw", async () => {
  const run = newThread();
  await expect(run("throw")).rejects.toThrow("thrown");
  expect(await run("a")).toMatchObject({ result: { count: 2 } });
});

test("CpuThread — a thread that ends by itself — rejects, and the next one runs", async () => {
  const run = newThread();
  await expect(run("exit")).rejects.toThrow("ended with 3");
  expect(await run("a")).toMatchObject({ result: { count: 1 } });
});
