import { idempotencyKey, withIdempotency } from "#lib/server/http/idempotency";
import { json } from "#lib/server/http/response";
import { createPost } from "#lib/server/posts/write";
import { Problem } from "#lib/server/problem";
import { withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { ANYONE } from "#support/viewers";

const data = withDatabase();

const DAY_MS = 24 * 60 * 60 * 1000;
const OWNER = { ...ANYONE, id: "owner" };
const keyOf = (key: string, body: unknown = newPost()) =>
  idempotencyKey({ headers: { "idempotency-key": key } } as never, OWNER, body);

/** Creates a post with an Idempotency-Key at a time. */
const create = (key: string, now = 0, body = newPost()) =>
  withIdempotency(
    data.db,
    keyOf(key, body),
    async (trx) =>
      json({ id: (await createPost(trx, newPost(), null, now)).id }, { status: 201, headers: { Location: "/x" } }),
    now,
  );
const stored = async () => (await data.db.selectFrom("posts").select("id").execute()).length;

test("withIdempotency — same key twice — first response replayed, work done once", async () => {
  const first = await create("a");
  const again = await create("a", 1);
  expect(again).toEqual({ ...first, headers: { ...first.headers, "Idempotency-Replayed": "true" } });
  expect(await stored()).toBe(1);
});

test("withIdempotency — same key after a day — work done again", async () => {
  const first = await create("a", 0);
  expect((await create("a", DAY_MS - 1)).body).toBe(first.body);
  expect((await create("a", DAY_MS)).body).not.toBe(first.body);
  expect(await stored()).toBe(2);
});

test("withIdempotency — same key after a day, twice at once — work done once, and its response replayed", async () => {
  await create("a", 0);
  const [first, again] = await Promise.all([create("a", DAY_MS), create("a", DAY_MS).catch((error: unknown) => error)]);
  // In this process the second one is refused while the first runs; of two processes it waits.
  expect(again).toMatchObject({ status: 409 });
  expect((await create("a", DAY_MS + 1)).body).toBe(first.body);
  expect(await stored()).toBe(2);
});

test("withIdempotency — another body — 422 for a day, then 201", async () => {
  await create("a", 0);
  await expect(create("a", DAY_MS - 1, newPost({ title: "Other" }))).rejects.toMatchObject({ status: 422 });
  expect((await create("a", DAY_MS, newPost({ title: "Other" }))).status).toBe(201);
});

test("withIdempotency — work fails — rolled back, key not stored", async () => {
  const failing = withIdempotency(data.db, keyOf("a"), async (trx) => {
    await createPost(trx, newPost());
    throw new Error("half way");
  });
  await expect(failing).rejects.toThrow("half way");
  expect(await stored()).toBe(0);
  expect((await create("a")).headers).not.toHaveProperty("Idempotency-Replayed");
});

test("withIdempotency — same key while the first request runs — 409 with Retry-After", async () => {
  let finish: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const first = withIdempotency(data.db, keyOf("a"), async () => {
    await gate;
    return json({});
  });
  await expect(create("a")).rejects.toMatchObject({ status: 409, headers: { "Retry-After": "1" } });
  finish();
  await first;
  expect((await create("a")).headers).toHaveProperty("Idempotency-Replayed", "true");
});

test("withIdempotency — no key — work done each time", async () => {
  for (let time = 0; time < 2; time++) {
    await withIdempotency(data.db, undefined, async (trx) => json(await createPost(trx, newPost())));
  }
  expect(await stored()).toBe(2);
});

test.each(["", "a b", "ü", "x".repeat(256), "a\tb"])("idempotencyKey — %j — refused", (key) => {
  expect(() => keyOf(key)).toThrow(Problem);
});
