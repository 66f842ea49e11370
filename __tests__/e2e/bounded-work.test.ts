import { setTimeout as wait } from "node:timers/promises";
import { COSTLY, hunks } from "#support/adversarial";
import { longTest, sample } from "#support/long";
import { withSharedServer } from "#support/server";

/** Inputs that once blocked the server, against the started server, with readers beside. */

const READERS = 20;
/** So many texts of each kind make work of some seconds. */
const TEXTS = 4;
/** Of their usual pace readers keep at least this part: the work has one core of perhaps one, and never the event loop. */
const PACE_MIN = 0.3;
/** How long their usual pace is measured, in milliseconds. */
const PACE_MS = 2_000;
/** The rendered bytes that any text may have: 20 times the source, and 100 KB. */
const renderedMax = (content: string) => 20 * Buffer.byteLength(content) + 100_000;

const server = withSharedServer();

async function send(path: string, method: string, body: object) {
  const response = await fetch(server.url + path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const read = async (path: string) => {
  const response = await fetch(server.url + path);
  return { status: response.status, text: await response.text() };
};

/** Reads the list of posts again and again for as many readers until `work` is done. @returns the reads a millisecond */
async function paceDuring(work: () => Promise<unknown>): Promise<{ pace: number; faults: number }> {
  let [reads, faults, isDone] = [0, 0, false];
  const readers = Array.from({ length: READERS }, async () => {
    while (!isDone) {
      const { status } = await read("/blog");
      reads += 1;
      if (status !== 200) faults += 1;
    }
  });
  const started = performance.now();
  await work();
  const pace = reads / (performance.now() - started);
  isDone = true;
  await Promise.all(readers);
  return { pace, faults };
}

const COSTLY_TEXTS = Object.entries(COSTLY);
test.each(sample(COSTLY_TEXTS.slice(-3), COSTLY_TEXTS.slice(0, -3)))(
  "POST /api/posts — %s — stored, and its page bounded",
  async (_name, make) => {
    const content = make(0);
    const { body, status } = await send("/api/posts", "POST", { title: "A", content });
    expect(status).toBe(201);
    const page = await read(new URL(body.url).pathname);
    expect(page.status).toBe(200);
    expect(Buffer.byteLength(page.text)).toBeLessThanOrEqual(2 * renderedMax(content) + 100_000);
  },
);

longTest("20 readers — many costly previews and comparisons — served meanwhile", async () => {
  const [before, after] = hunks(40);
  const histories: string[] = [];
  for (let at = 0; at < TEXTS; at++) {
    const { body } = await send("/api/posts", "POST", { title: "A", content: `${before}${at}` });
    await send(`/api/posts/${body.id}`, "PATCH", { content: `${after}${at}` });
    histories.push(`/blog/${body.id}/history`);
  }
  await read("/blog");
  const usual = await paceDuring(() => wait(PACE_MS));
  const statuses: number[] = [];
  const busy = await paceDuring(async () => {
    const previews = Object.values(COSTLY).flatMap((make) =>
      Array.from({ length: TEXTS }, async (_, at) => {
        const content = make(at);
        const { body, status } = await send("/api/preview", "POST", { content });
        statuses.push(status);
        expect(Buffer.byteLength(body.html)).toBeLessThanOrEqual(renderedMax(content));
      }),
    );
    const comparisons = histories.map(async (path) => statuses.push((await read(path)).status));
    await Promise.all([...previews, ...comparisons]);
  });
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(busy.faults + usual.faults).toBe(0);
  expect(busy.pace / usual.pace).toBeGreaterThan(PACE_MIN);
});
