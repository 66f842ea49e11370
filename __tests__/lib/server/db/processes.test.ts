import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import path from "node:path";
import BetterSqlite from "better-sqlite3";
import { openDatabase } from "#lib/server/db/open";
import { withFolder } from "#support/folder";
import { longTest } from "#support/long";

const ROUNDS = 30;
const PROCESSES = 2;
/** Time for every process to receive the path of its database. */
const LEAD_MS = 5;

const folder = withFolder();
let started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started) child.kill("SIGKILL");
  started = [];
});

function start(name: string, args: string[], settings: Record<string, string>): ChildProcess {
  const program = path.resolve(`__tests__/support/programs/${name}.ts`);
  const env = { ...process.env, NODE_OPTIONS: "", ...settings };
  const child = fork(program, args, { env, execArgv: [], stdio: ["ignore", "pipe", "inherit", "ipc"] });
  started.push(child);
  return child;
}

const messageFrom = async (child: ChildProcess) => (await once(child, "message"))[0] as string;

longTest(
  "openDatabase — several processes open one new file at once — migrated once, sample posts stored once",
  async () => {
    const settings = { DATABASE_URL: "file:octavo.db", SAMPLE_POSTS: "true" };
    const children = Array.from({ length: PROCESSES }, () => start("open-databases", [], settings));
    await Promise.all(children.map(messageFrom));

    /** Makes some of the processes open the database in a folder at the same instant. */
    async function open(folder: string, openers: ChildProcess[]): Promise<void> {
      const responses = openers.map(messageFrom);
      for (const child of openers) child.send({ folder, at: Date.now() + LEAD_MS });
      expect(await Promise.all(responses)).toEqual(openers.map(() => "opened"));
    }

    for (let round = 1; round <= ROUNDS; round++) {
      const home = folder.file(`${round}`);
      mkdirSync(home);
      await open(home, children);
      await open(home, children.slice(1));
      const file = new BetterSqlite(`${home}/octavo.db`, { readonly: true });
      expect(file.prepare("select id, title from posts order by id").all()).toEqual([
        { id: 1, title: "First Post" },
        { id: 2, title: "Second Post" },
      ]);
      file.close();
    }
  },
  60_000,
);

test("openDatabase — another process holds the lock on a new file — waits and opens it", async () => {
  const file = folder.file("octavo.db");
  await messageFrom(start("hold-lock", [file], {}));
  const { db, isNew } = await openDatabase(`file:${file}`);
  await db.destroy();
  expect(isNew).toBe(true);
});

test("createPost — several processes at once — every post stored, no id shared", async () => {
  const settings = { DATABASE_URL: `file:${folder.file("octavo.db")}`, SAMPLE_POSTS: "false" };
  const children = ["a", "b", "c"].map((name) => start("create-some-posts", [name, "40"], settings));
  const outputs = await Promise.all(
    children.map(async (child) => {
      let output = "";
      child.stdout?.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
      const [code] = await once(child, "close");
      expect(code).toBe(0);
      return output.trim().split("\n").map(Number);
    }),
  );
  const file = new BetterSqlite(folder.file("octavo.db"), { readonly: true });
  const stored = file.prepare("select id from posts order by id").pluck().all();
  file.close();
  expect(stored).toHaveLength(120);
  expect(outputs.flat().sort((a, b) => a - b)).toEqual(stored);
}, 60_000);
