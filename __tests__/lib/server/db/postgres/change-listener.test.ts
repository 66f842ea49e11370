import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { contentVersion } from "#lib/server/content-version";
import { getEngine } from "#lib/server/db/engine";
import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { createPost } from "#lib/server/posts/write";
import { withTwoProcesses } from "#support/database";
import { newPost } from "#support/factories";
import { longTest } from "#support/long";
import { TcpProxy } from "#support/proxy";

/** How old the version that a process gives may be. */
const AGE_MAX_MS = 1_000;

const two = withTwoProcesses();
const version = (db: Database) => contentVersion(db, Date.now());

/** Waits until a process is told of changes, which it is not before it was first asked. */
async function listening(db: Database): Promise<void> {
  while (getEngine(db).changeMarker() === undefined) await wait(10);
}

async function terminateListeners(): Promise<number> {
  const { rows } = await sql<{ cut: boolean }>`
    select pg_terminate_backend(pid) as cut from pg_stat_activity
    where datname = current_database() and query like 'listen %'`.execute(two.here);
  return rows.length;
}

/** Asks for the version without pause while `work` runs and a little longer. @returns when each was asked for */
async function askDuring(db: Database, work: () => Promise<void>) {
  const answers: { askedAt: number; version: string }[] = [];
  let isDone = false;
  const asking = (async () => {
    while (!isDone) {
      const askedAt = performance.now();
      await version(db).then(
        (given) => answers.push({ askedAt, version: given }),
        () => {},
      );
      await wait(5);
    }
  })();
  await work();
  await wait(1.5 * AGE_MAX_MS);
  isDone = true;
  await asking;
  return answers;
}

describe("the process that was told of changes and is not any more", () => {
  longTest("gives no version that is older than a second, and listens again", async () => {
    await listening(two.there);
    const before = await version(two.there);
    let committedAt = Number.POSITIVE_INFINITY;
    const answers = await askDuring(two.there, async () => {
      expect(await terminateListeners()).toBeGreaterThan(0);
      await createPost(two.here, newPost());
      committedAt = performance.now();
    });
    const late = answers.filter(({ askedAt }) => askedAt > committedAt + AGE_MAX_MS);
    expect(late.length).toBeGreaterThan(0);
    expect(late.filter((answer) => answer.version === before)).toEqual([]);
    await listening(two.there);
  });

  test("trusts nothing that it knows until it listens again", async () => {
    await listening(two.there);
    await terminateListeners();
    while (getEngine(two.there).changeMarker() !== undefined) await wait(1);
    const before = await version(two.there);
    await createPost(two.here, newPost());
    expect(await version(two.there)).not.toBe(before);
  });

  test("misses nothing that was committed between two lines", async () => {
    await listening(two.there);
    const before = await version(two.there);
    await terminateListeners();
    await createPost(two.here, newPost());
    await listening(two.there);
    expect(await version(two.there)).not.toBe(before);
  });
});

longTest(
  "on a line that swallows everything nothing older than a second is given, and it mends itself",
  async () => {
    const proxy = await new TcpProxy(Number(new URL(two.url).port)).pass();
    const { db: far } = await openDatabase(proxy.through(two.url));
    try {
      await listening(far);
      const before = await version(far);
      let committedAt = Number.POSITIVE_INFINITY;
      const answers = await askDuring(far, async () => {
        proxy.swallow();
        await createPost(two.here, newPost());
        committedAt = performance.now();
      });
      expect(answers.some((answer) => answer.version === before)).toBe(true);
      const late = answers.filter(({ askedAt }) => askedAt > committedAt + AGE_MAX_MS);
      expect(late.filter((answer) => answer.version === before)).toEqual([]);
      await expect(version(far)).rejects.toThrow();

      await proxy.pass();
      let now: string | undefined;
      while (now === undefined) now = await version(far).catch(() => undefined);
      expect(now).toBe(await version(two.here));
    } finally {
      await proxy.refuse();
      await far.destroy();
    }
  },
  60_000,
);

describe("a change that was announced", () => {
  const asked = jest.fn();
  /** The other process, where it is seen when it asks the database. */
  const watched = () =>
    two.there.withPlugin({
      transformQuery({ node }) {
        asked();
        return node;
      },
      transformResult: async ({ result }) => result,
    });
  /** Waits until the other process is told of what `change` does, and while it may trust that it would be told of more. */
  async function told(change: () => Promise<unknown>): Promise<void> {
    await listening(two.there);
    const before = getEngine(two.there).changeMarker();
    const count = (marker = "") => marker.split(".")[0];
    await change();
    while (count(getEngine(two.there).changeMarker()) === count(before)) await wait(1);
  }

  test("is known with its version, and nobody asks for it", async () => {
    let times = 0;
    // The time for which it may trust can be over just then, though hardly three times in a row.
    do {
      asked.mockClear();
      await told(() => createPost(two.here, newPost()));
      const now = Date.now();
      const known = await contentVersion(watched(), now);
      expect(known).toBe(await contentVersion(two.here, now));
    } while (asked.mock.calls.length > 0 && ++times < 3);
    expect(asked).not.toHaveBeenCalled();
  });

  test("is asked for again by a clock that is behind, and when the next post falls due", async () => {
    const due = Date.now() + 30_000;
    await createPost(two.here, newPost());
    await told(() => createPost(two.here, newPost({ publishedAt: new Date(due).toISOString() })));
    for (const moment of [due - 60_000, due]) {
      const known = await contentVersion(watched(), moment);
      expect(known).toBe(await contentVersion(two.here, moment));
    }
    expect(asked).toHaveBeenCalledTimes(2);
  });

  test("is asked for where it was announced without a word", async () => {
    await told(() => sql`select pg_notify('octavo_content', '')`.execute(two.here));
    await version(watched());
    expect(asked).toHaveBeenCalledTimes(1);
  });

  longTest("is asked for again when one could have missed another", async () => {
    await told(() => createPost(two.here, newPost()));
    await wait(AGE_MAX_MS);
    await version(watched());
    expect(asked).toHaveBeenCalledTimes(1);
  });
});

test("a process that nobody asks does not listen", async () => {
  const { rows } = await sql`
    select 1 from pg_stat_activity where datname = current_database() and query like 'listen %'`.execute(two.here);
  expect(rows).toEqual([]);
});
