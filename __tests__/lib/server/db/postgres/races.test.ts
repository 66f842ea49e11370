import { type Answer, call } from "#support/call";
import { withDatabase } from "#support/database";
import { asPost, makePost } from "#support/factories";
import { Random } from "#support/random";
import one from "../../../../../pages/api/posts/[id]";
import restore from "../../../../../pages/api/posts/[id]/restore";
import revision from "../../../../../pages/api/posts/[id]/revisions/[version]";

const SEED = 4;
const CLIENTS = 12;
const REQUESTS = 40;

withDatabase();

const get = (id: string) => call(one, { query: { id } });
const bring = (id: string) => call(restore, { method: "POST", query: { id } });
const remove = (id: string, headers = {}) => call(one, { method: "DELETE", query: { id }, headers });
const change = (id: string, title: string, headers = {}) =>
  call(one, { method: "PATCH", query: { id }, body: { title }, headers });

test("PATCH, DELETE and restore of the same posts, concurrently — only 200, 204, 404 and 412, no change lost", async () => {
  const chance = new Random(SEED);
  const ids = await Promise.all([1, 2, 3].map(async (number) => (await makePost({ title: `Post ${number}` })).id));
  const statuses = new Set<number>();
  const acknowledged: { id: string; version: number; title: string }[] = [];

  async function request(name: string): Promise<void> {
    const id = chance.of(ids);
    const known = await get(id);
    const etag = known.status === 200 && chance.below(2) ? { "if-match": String(known.headers.etag) } : {};
    const doing: (() => Promise<Answer>)[] = [
      () => change(id, name, etag),
      () => change(id, name, etag),
      () => change(id, name),
      () => remove(id, etag),
      () => bring(id),
      () => bring(id),
    ];
    const picked = chance.below(doing.length);
    const { status, json } = await (doing[picked] as () => Promise<Answer>)();
    statuses.add(status);
    if (picked > 2 || status !== 200) return;
    const { version, title } = asPost(json());
    expect(title).toBe(name);
    acknowledged.push({ id, version, title });
  }

  const clients = Array.from({ length: CLIENTS }, async (_, client) => {
    for (let count = 0; count < REQUESTS; count++) await request(`Client ${client}, change ${count}`);
  });
  await Promise.all(clients);

  expect([...statuses].sort()).toEqual([200, 204, 404, 412]);
  expect(new Set(acknowledged.map(({ id, version }) => `${id}-${version}`)).size).toBe(acknowledged.length);
  for (const id of ids) {
    const { version: last } = asPost((await bring(id)).json());
    const chain = acknowledged.filter((write) => write.id === id).sort((a, b) => a.version - b.version);
    expect(chain.map(({ version }) => version)).toEqual(Array.from({ length: last - 1 }, (_, at) => at + 2));
    for (const { version, title } of chain) {
      const kept = await call(revision, { query: { id, version: String(version) } });
      expect(kept.json()).toMatchObject({ version, title });
    }
  }
}, 60_000);
