import { existsSync, mkdtempSync } from "node:fs";
import type { Remove } from "#lib/server/housekeeping/batches";
import { CLOCK_SKEW_MS } from "#lib/server/housekeeping/clock-skew";
import { housekeep } from "#lib/server/housekeeping/housekeep";
import { beginRun, endRun, INTERVAL_MS, LEASE_MS } from "#lib/server/housekeeping/lease";
import { createPost, trashPost } from "#lib/server/posts/write";
import { housekeepRegularly } from "#lib/server/process/housekeeping-timer";
import { setStopping } from "#lib/server/process/stopping";
import { travelTo } from "#support/clock";
import { rowsIn, withTwoProcesses } from "#support/database";
import { newPost } from "#support/factories";
import { withFolder } from "#support/folder";
import { withLogLines } from "#support/log-lines";
import { withImageFolder } from "#support/uploads";
import { ANYONE } from "#support/viewers";

const two = withTwoProcesses();
const lines = withLogLines();
withImageFolder();
const NOW = Date.now();
const DAY_MS = 86_400_000;

afterEach(() => setStopping(false));

/** A kind of which a number is removed, and which counts its runs. */
const removing = (count: number) => jest.fn<ReturnType<Remove>, Parameters<Remove>>(async () => count);
const logged = (event: string) => lines.all.filter((line) => line.event === event);

describe("one process", () => {
  test("two processes at once, many times — one removes", async () => {
    for (let round = 0; round < 10; round++) {
      const kinds = { posts: removing(1) };
      const now = NOW + round * 2 * INTERVAL_MS;
      travelTo(now);
      const runs = await Promise.all([two.here, two.there, two.here].map((db) => housekeep(db, { kinds })));
      expect(kinds.posts).toHaveBeenCalledTimes(1);
      expect(runs.filter((removed) => removed !== undefined)).toHaveLength(1);
    }
  });

  test("while another process is at it — nothing is removed, and nothing written", async () => {
    const kinds = { posts: removing(1) };
    await beginRun(two.there, NOW);
    const before = await rowsIn(two.here, "housekeeping");
    expect(await housekeep(two.here, { kinds, now: NOW + LEASE_MS - 1 })).toBeUndefined();
    expect(await rowsIn(two.here, "housekeeping")).toEqual(before);
  });

  test("a process was killed at it — another one takes over after LEASE_MS", async () => {
    const kinds = { posts: removing(1) };
    await beginRun(two.there, NOW);
    travelTo(NOW + LEASE_MS);
    expect(await housekeep(two.here, { kinds })).toEqual({ posts: 1 });
  });

  test("a process that was suspended, and another one has taken over — it stops, and does not end the run of the other", async () => {
    const theirs = await beginRun(two.there, NOW);
    if (!theirs) throw new Error("No run began");
    travelTo(NOW + LEASE_MS);
    const clock = jest.spyOn(performance, "now").mockReturnValue(0);
    const kinds = {
      first: removing(1).mockImplementation(async () => {
        // While this process is suspended.
        await two.there.updateTable("housekeeping").set({ run: "another" }).execute();
        clock.mockReturnValue(LEASE_MS);
        return 1;
      }),
      second: removing(1),
    };
    expect(await housekeep(two.here, { kinds })).toEqual({ first: 1 });
    expect(kinds.second).not.toHaveBeenCalled();
    expect(await rowsIn(two.here, "housekeeping")).toMatchObject([{ run: "another" }]);
    clock.mockRestore();
  });
});

describe("when", () => {
  const run = (now: number) => {
    travelTo(now);
    return housekeep(two.here, { kinds: { posts: removing(1) } });
  };

  test("within the hour after a run — not again; an hour after — again", async () => {
    expect(await run(NOW)).toEqual({ posts: 1 });
    expect(await run(NOW + INTERVAL_MS - 1)).toBeUndefined();
    expect(await run(NOW + INTERVAL_MS)).toEqual({ posts: 1 });
  });

  test("a clock that was set back — runs at once; another clock a minute behind — does not", async () => {
    await run(NOW);
    expect(await run(NOW - CLOCK_SKEW_MS)).toBeUndefined();
    expect(await run(NOW - CLOCK_SKEW_MS - 1)).toEqual({ posts: 1 });
    const lost = await beginRun(two.there, NOW + DAY_MS);
    expect(lost).toBeDefined();
    expect(await run(NOW + 2 * INTERVAL_MS)).toEqual({ posts: 1 });
  });

  test("the process stops in the middle — the rest is left, and the next look begins with it", async () => {
    const kinds = { first: removing(2), second: removing(1) };
    kinds.first.mockImplementation(async () => {
      setStopping(true);
      return 2;
    });
    travelTo(NOW);
    expect(await housekeep(two.here, { kinds })).toEqual({ first: 2 });
    expect(kinds.second).not.toHaveBeenCalled();
    setStopping(false);
    expect(await run(NOW + 1)).toEqual({ posts: 1 });
  });

  test("what was stored until a minute ago is removed, for clocks that are behind", async () => {
    const kinds = { posts: removing(0) };
    await housekeep(two.here, { kinds, now: NOW });
    expect(kinds.posts).toHaveBeenCalledWith(expect.objectContaining({ now: NOW - CLOCK_SKEW_MS }));
  });
});

describe("log", () => {
  test("one kind fails — it is logged, and the others are removed; one line with what was removed", async () => {
    const kinds = {
      first: removing(3),
      second: removing(1).mockRejectedValue(new Error("The bucket is away")),
      third: removing(0),
      fourth: removing(5),
    };
    expect(await housekeep(two.here, { kinds })).toEqual({ first: 3, fourth: 5 });
    expect(logged("housekeeping")).toMatchObject([{ removed: { first: 3, fourth: 5 }, ms: expect.any(Number) }]);
    expect(logged("housekeeping-failed")).toMatchObject([{ kind: "second", err: { message: "The bucket is away" } }]);
    // It is over: the next one is in an hour.
    expect(await housekeep(two.here, { kinds })).toBeUndefined();
  });

  test("nothing was removed — no line", async () => {
    expect(await housekeep(two.here, { kinds: { posts: removing(0) } })).toEqual({});
    expect(lines.all).toEqual([]);
  });
});

describe("housekeepRegularly", () => {
  const folder = withFolder();
  const { TMPDIR } = process.env;
  // In that of the machine, folders of others would look old.
  beforeEach(() => {
    process.env.TMPDIR = folder.file(".");
  });
  afterEach(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  });

  const posts = async () => (await rowsIn(two.here, "posts")).length;
  /** Makes the next look begin a run. */
  const forget = () => two.here.deleteFrom("housekeeping").execute();
  async function makeExpired() {
    const { id } = await createPost(two.here, newPost());
    await trashPost(two.here, String(id), ANYONE, { now: Date.now() - 40 * DAY_MS });
    await forget();
  }
  const until = async (isTrue: () => Promise<boolean>) => {
    while (!(await isTrue())) await new Promise(setImmediate);
  };

  test("looks at once and at every interval, also after a look that failed, until the process stops", async () => {
    await makeExpired();
    const failing = jest.spyOn(two.there, "getExecutor").mockImplementationOnce(() => {
      throw new Error("The database is away");
    });
    const ended = housekeepRegularly(two.there, 1);
    await until(async () => (await posts()) === 0);
    expect(failing).toHaveBeenCalled();
    failing.mockRestore();
    await makeExpired();
    await until(async () => (await posts()) === 0);
    setStopping(true);
    await ended;
    await makeExpired();
    expect(await posts()).toBe(1);
    expect(logged("housekeeping-failed")).toMatchObject([{ err: { message: "The database is away" } }]);
  });

  test("the clock is set 40 days ahead while the process runs — nothing is removed for an hour; set back — it goes on", async () => {
    const { id } = await createPost(two.here, newPost());
    await trashPost(two.here, String(id), ANYONE, { now: NOW });
    const upload = mkdtempSync(folder.file("octavo-upload-"));
    travelTo(NOW);
    let monotonic = 0;
    const clock = jest.spyOn(performance, "now").mockImplementation(() => monotonic);
    const warnings = (count: number) => until(async () => logged("clock-set-ahead").length === count);
    const looksPass = async () => {
      await forget();
      // Looks that are not made leave no row.
      await new Promise((resolve) => setTimeout(resolve, 100));
    };
    const ended = housekeepRegularly(two.there, 1);
    await until(async () => (await rowsIn(two.here, "housekeeping")).length > 0);
    jest.setSystemTime(NOW + 40 * DAY_MS);
    await warnings(1);
    await looksPass();
    monotonic += INTERVAL_MS - 1;
    await looksPass();
    expect([await posts(), await rowsIn(two.here, "housekeeping")]).toEqual([1, []]);
    expect(existsSync(upload)).toBe(true);
    jest.setSystemTime(NOW);
    await until(async () => (await rowsIn(two.here, "housekeeping")).length > 0);
    expect(await posts()).toBe(1);
    jest.setSystemTime(NOW + 40 * DAY_MS);
    await warnings(2);
    await looksPass();
    expect(await posts()).toBe(1);
    monotonic += INTERVAL_MS;
    jest.setSystemTime(NOW + 40 * DAY_MS + INTERVAL_MS);
    await until(async () => (await posts()) === 0);
    setStopping(true);
    await ended;
    clock.mockRestore();
  });
});

test("endRun — of a run that was taken over — changes nothing", async () => {
  const run = await beginRun(two.here, NOW);
  expect(run).toBeDefined();
  const before = await rowsIn(two.here, "housekeeping");
  expect(await endRun(two.here, "another", true, NOW)).toBe(false);
  expect(await rowsIn(two.here, "housekeeping")).toEqual(before);
});
