import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { sql } from "kysely";
import { openDatabase } from "#lib/server/db/open";
import { createPost } from "#lib/server/posts/write";
import { newPost } from "#support/factories";
import { withFolder } from "#support/folder";
import { sample } from "#support/long";

const folder = withFolder();

/** Starts the program that creates posts, kills it after the line of number `count`, and returns every line it wrote. */
async function createUntilKilled(file: string, count: number): Promise<string[]> {
  const program = path.resolve("__tests__/support/programs/create-posts.ts");
  const env = { ...process.env, NODE_OPTIONS: "", DATABASE_URL: `file:${file}`, SAMPLE_POSTS: "false" };
  const child = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (output.split("\n").length > count) child.kill("SIGKILL");
  });
  const [, signal] = await once(child, "close");
  expect(signal).toBe("SIGKILL");
  return output.split("\n").slice(0, -1);
}

test.each(sample([1, 30], [7, 111]))(
  "kill -9 during a stream of creates (%i and more) — every acknowledged post is stored once",
  async (count) => {
    const file = folder.file("octavo.db");
    const named = await createUntilKilled(file, count);
    expect(named.length).toBeGreaterThanOrEqual(count);

    const { db, isNew } = await openDatabase(`file:${file}`);
    const stored = await db.selectFrom("posts").select(["id", "title"]).orderBy("id").execute();
    const check = await sql`pragma integrity_check`.execute(db);
    const next = await createPost(db, newPost());
    await db.destroy();

    expect(isNew).toBe(false);
    expect(stored.map(({ id, title }) => `${id} ${title}`).slice(0, named.length)).toEqual(named);
    expect(stored.length - named.length).toBeLessThanOrEqual(1);
    expect(check.rows).toEqual([{ integrity_check: "ok" }]);
    expect(next.id).toBe(stored.length + 1);
  },
  30_000,
);
