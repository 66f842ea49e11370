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

/** The maximum age of the version that a process returns. */
const AGE_MAX_MS = 1_000;

const two = withTwoProcesses();
const version = (db: Database) => contentVersion(db, Date.now());

/** Waits until a process listens for changes; it begins with the first request for the version. */
async function listening(db: Database): Promise<void> {
  while (getEngine(db).changeMarker() === undefined) await wait(10);
}

async function terminateListeners(): Promise<number> {
  const { rows } = await sql<{ cut: boolean }>`
    select pg_terminate_backend(pid) as cut from pg_stat_activity
    where datname = current_database() and query like 'listen %'`.execute(two.here);
  return rows.length;
}

/** Requests the version repeatedly while `work` runs and a little longer. @returns each version with the time of its request */
async function pollDuring(db: Database, work: () => Promise<void>) {
  const responses: { requestedAt: number; version: string }[] = [];
  let isDone = false;
  const polling = (async () => {
    while (!isDone) {
      const requestedAt = performance.now();
      await version(db).then(
        (current) => responses.push({ requestedAt, version: current }),
        () => {},
      );
      await wait(5);
    }
  })();
  await work();
  await wait(1.5 * AGE_MAX_MS);
  isDone = true;
  await polling;
  return responses;
}

describe("contentVersion — LISTEN connection terminated", () => {
  longTest("while it is down — no version older than a second, then listens again", async () => {
    await listening(two.there);
    const before = await version(two.there);
    let committedAt = Number.POSITIVE_INFINITY;
    const responses = await pollDuring(two.there, async () => {
      expect(await terminateListeners()).toBeGreaterThan(0);
      await createPost(two.here, newPost());
      committedAt = performance.now();
    });
    const late = responses.filter(({ requestedAt }) => requestedAt > committedAt + AGE_MAX_MS);
    expect(late.length).toBeGreaterThan(0);
    expect(late.filter((response) => response.version === before)).toEqual([]);
    await listening(two.there);
  });

  test("until it listens again — queries the database each time", async () => {
    await listening(two.there);
    await terminateListeners();
    while (getEngine(two.there).changeMarker() !== undefined) await wait(1);
    const before = await version(two.there);
    await createPost(two.here, newPost());
    expect(await version(two.there)).not.toBe(before);
  });

  test("a commit between two connections — seen", async () => {
    await listening(two.there);
    const before = await version(two.there);
    await terminateListeners();
    await createPost(two.here, newPost());
    await listening(two.there);
    expect(await version(two.there)).not.toBe(before);
  });
});

longTest(
  "contentVersion — LISTEN connection silent — no version older than a second, recovers",
  async () => {
    const proxy = await new TcpProxy(Number(new URL(two.url).port)).pass();
    const { db: far } = await openDatabase(proxy.through(two.url));
    try {
      await listening(far);
      const before = await version(far);
      let committedAt = Number.POSITIVE_INFINITY;
      const responses = await pollDuring(far, async () => {
        proxy.swallow();
        await createPost(two.here, newPost());
        committedAt = performance.now();
      });
      expect(responses.some((response) => response.version === before)).toBe(true);
      const late = responses.filter(({ requestedAt }) => requestedAt > committedAt + AGE_MAX_MS);
      expect(late.filter((response) => response.version === before)).toEqual([]);
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

describe("contentVersion — after a notification", () => {
  const queried = jest.fn();
  /** The other process, with its queries recorded. */
  const watched = () =>
    two.there.withPlugin({
      transformQuery({ node }) {
        queried();
        return node;
      },
      transformResult: async ({ result }) => result,
    });
  /** Waits until the other process is notified of `change`. */
  async function notified(change: () => Promise<unknown>): Promise<void> {
    await listening(two.there);
    const before = getEngine(two.there).changeMarker();
    const count = (marker = "") => marker.split(".")[0];
    await change();
    while (count(getEngine(two.there).changeMarker()) === count(before)) await wait(1);
  }

  test("notified with the version — no query", async () => {
    let times = 0;
    // AGE_MAX_MS can be over just then, though hardly three times in a row.
    do {
      queried.mockClear();
      await notified(() => createPost(two.here, newPost()));
      const now = Date.now();
      const received = await contentVersion(watched(), now);
      expect(received).toBe(await contentVersion(two.here, now));
    } while (queried.mock.calls.length > 0 && ++times < 3);
    expect(queried).not.toHaveBeenCalled();
  });

  test("clock behind, or the next post due — queries", async () => {
    const due = Date.now() + 30_000;
    await createPost(two.here, newPost());
    await notified(() => createPost(two.here, newPost({ publishedAt: new Date(due).toISOString() })));
    for (const moment of [due - 60_000, due]) {
      const received = await contentVersion(watched(), moment);
      expect(received).toBe(await contentVersion(two.here, moment));
    }
    expect(queried).toHaveBeenCalledTimes(2);
  });

  test("notification without a payload — queries", async () => {
    await notified(() => sql`select pg_notify('octavo_content', '')`.execute(two.here));
    await version(watched());
    expect(queried).toHaveBeenCalledTimes(1);
  });

  longTest("older than AGE_MAX_MS, one may have been missed — queries", async () => {
    await notified(() => createPost(two.here, newPost()));
    await wait(AGE_MAX_MS);
    await version(watched());
    expect(queried).toHaveBeenCalledTimes(1);
  });
});

test("LISTEN — version never requested — no connection listens", async () => {
  const { rows } = await sql`
    select 1 from pg_stat_activity where datname = current_database() and query like 'listen %'`.execute(two.here);
  expect(rows).toEqual([]);
});
