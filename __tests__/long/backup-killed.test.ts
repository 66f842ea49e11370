import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { locateBackup } from "#lib/server/backup/locate";
import { verifyBackup } from "#lib/server/backup/verify";
import { closeDatabase, useDatabase } from "#lib/server/db/database";
import { openDatabase } from "#lib/server/db/open";
import { files } from "#lib/server/files/files";
import { createPost } from "#lib/server/posts/write";
import { backUp, restoredTables } from "#support/backups";
import { newDatabase, type TestDatabase } from "#support/database";
import { withDatabases } from "#support/databases";
import { withFolder } from "#support/folder";
import { octavo } from "#support/octavo";
import { withS3Server } from "#support/s3-server";
import { withSettings } from "#support/settings";
import { uploaded, withImageFolder } from "#support/uploads";
import { fillWithVariedPosts } from "#support/varied-posts";

jest.setTimeout(10 * 60_000);

const places = withDatabases();
const folder = withFolder();
const images = withImageFolder();
const service = withS3Server();
withSettings({ WRITE_LIMIT: 0 });

const POSTS = 1_500;
const ROUNDS = 14;

const made: TestDatabase[] = [];
afterEach(async () => {
  await closeDatabase();
  for (const { remove } of made.splice(0)) await remove();
});

async function newPlace(engine: "sqlite" | "postgres"): Promise<string> {
  const database = await newDatabase(engine);
  made.push(database);
  return database.url;
}

/** A site with posts and images. */
async function newSite(engine: "sqlite" | "postgres"): Promise<string> {
  const url = await newPlace(engine);
  const { db } = await openDatabase(url);
  await fillWithVariedPosts(db, POSTS);
  useDatabase(db);
  for (const number of [1, 2, 3]) await uploaded(number, undefined, 1_000);
  return url;
}

const options = (url: string, storage = images.folder) => ["--database", url, "--files", `file:${storage}`];

/** How long a command takes that is not killed, in milliseconds. */
async function durationOf(args: string[]): Promise<number> {
  const start = performance.now();
  expect(await octavo(args)).toMatchObject({ status: 0 });
  return performance.now() - start;
}

/**
 * Kills a command after a part of its time, a longer one each round, until it has been killed in more than half of the rounds.
 * @param duration how long it takes, in milliseconds
 * @param expectEnd called after each round, with whether the command was over before
 */
async function killInRounds(
  duration: number,
  argsOf: (round: number) => Promise<string[]>,
  expectEnd: (round: number, isDone: boolean) => Promise<void>,
): Promise<void> {
  let killed = 0;
  for (let round = 0; round < ROUNDS || killed <= ROUNDS / 2; round++) {
    const args = await argsOf(round);
    const start = performance.now();
    const end = start + (duration * ((round % ROUNDS) + 1)) / ROUNDS;
    const { signal, status } = await octavo(args, { when: async () => performance.now() >= end, signal: "SIGKILL" });
    const isDone = signal === null;
    if (isDone) {
      expect(status).toBe(0);
      // The machine's other work may have ended since the duration was measured.
      duration = performance.now() - start;
    } else killed++;
    await expectEnd(round, isDone);
  }
}

test.each([
  ["sqlite", "file"],
  ["sqlite", "s3"],
  ["postgres", "file"],
  ["postgres", "s3"],
] as const)("%s, %s — kill -9 of a backup, while posts are written — none, or a whole one", async (engine, kind) => {
  const url = await newSite(engine);
  const { db } = await openDatabase(url);
  const target = (name: string) =>
    kind === "file" ? folder.file(`backups/${name}`) : service.s3.url.replace("?", `/backups/${name}?`);
  mkdirSync(folder.file("backups"));
  const isThere = (name: string) =>
    kind === "file" ? existsSync(folder.file(`backups/${name}`)) : service.s3.files.has(`backups/${name}`);
  const verify = (name: string) =>
    locateBackup(target(name), { cwd: "/", filesUrl: "" }).read((source) => verifyBackup(source));

  let isOver = false;
  const writing = (async () => {
    while (!isOver) {
      // PostgreSQL gives no id to the posts that the site was filled with.
      if (engine === "sqlite") await createPost(db, { title: "Meanwhile", content: "Written." });
      else await db.updateTable("posts").set({ updated_at: Date.now() }).where("id", "=", 1).execute();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  const backUpTo = (name: string) => ["backup", target(name), ...options(url)];
  try {
    await killInRounds(
      await durationOf(backUpTo("whole")),
      async (round) => backUpTo(`round-${round}`),
      async (round, isDone) => {
        const name = `round-${round}`;
        if (isThere(name)) expect((await verify(name)).manifest.tables.posts?.rows).toBeGreaterThanOrEqual(POSTS);
        else expect(isDone).toBe(false);
      },
    );
  } finally {
    isOver = true;
    await writing;
  }
  // What a killed backup leaves has another name, and is no backup.
  for (const name of readdirSync(folder.file("backups")).filter((one) => one.startsWith("."))) {
    expect(name).toMatch(/^\.round-\d+\.unfinished-/);
  }

  await durationOf(backUpTo("last"));
  const there = await newPlace(engine === "sqlite" ? "postgres" : "sqlite");
  await durationOf(["restore", target("last"), ...options(there, folder.file("restored"))]);
  expect(restoredTables(await places.summary(there))).toEqual(restoredTables(await places.summary(url)));
  await db.destroy();
});

test.each(["sqlite", "postgres"] as const)(
  "%s — kill -9 of a restore — the database is empty, or whole; restored again where it is empty",
  async (engine) => {
    const url = await newSite("sqlite");
    await backUp(url, folder.file("a.zip"), { storage: await files() });
    const before = restoredTables(await places.summary(url));
    const restore = (to: string, storage: string) => ["restore", folder.file("a.zip"), ...options(to, storage)];
    const whole = await durationOf(restore(await newPlace(engine), folder.file("whole")));
    let [there, storage] = ["", ""];
    const argsOf = async (round: number) => {
      [there, storage] = [await newPlace(engine), folder.file(`images-${round}`)];
      return restore(there, storage);
    };
    await killInRounds(whole, argsOf, async (_round, isDone) => {
      const { db } = await openDatabase(there);
      const isEmpty = (await db.selectFrom("posts").select("id").limit(1).execute()).length === 0;
      await db.destroy();
      if (isEmpty) {
        expect(isDone).toBe(false);
        expect(await octavo(restore(there, storage))).toMatchObject({ status: 0 });
      }
      expect(restoredTables(await places.summary(there))).toEqual(before);
      const stored = readdirSync(storage, { recursive: true, withFileTypes: true });
      const names = stored.filter((entry) => entry.isFile()).map((entry) => entry.name);
      expect(names.filter((name) => !name.endsWith(".tmp")).sort()).toEqual(images.stored().sort());
    });
  },
);
