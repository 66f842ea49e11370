import { rmSync } from "node:fs";
import { unzipSync } from "fflate";
import { createMocks } from "node-mocks-http";
import { Manifest } from "#lib/server/export/format";
import { beginExport } from "#lib/server/export/send";
import { createPost, trashPost, updatePost } from "#lib/server/posts/write";
import { NewPost } from "#lib/shared/posts";
import { makeAuthor, makeKey, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import { uploaded, withImageFolder } from "#support/uploads";
import { asOwner } from "#support/viewers";
import { getServerSideProps } from "../../pages/account/export";
import handler from "../../pages/api/export";

const data = withDatabase();
const storage = withImageFolder();
withSettings({ WRITE_LIMIT: 0, POSTING: "members" });

let owner: TestAccount;
let author: TestAccount;
let images: string[];

const text = (changes: object) => NewPost.parse({ title: "Title", content: "Text", ...changes });

beforeEach(async () => {
  [owner, author] = [await makeOwner(), await makeAuthor()];
  images = [(await uploaded(1, owner)).id, (await uploaded(2, author)).id, (await uploaded(3, owner)).id];
  const viewer = asOwner(owner);
  const first = await createPost(
    data.db,
    text({ content: `/images/${images[0]}-16.webp`, tags: ["of Olga"] }),
    owner.account,
  );
  await updatePost(data.db, String(first.id), { title: "Changed" }, viewer);
  await createPost(data.db, text({ content: `/images/${images[1]}-16.webp`, tags: ["of Ada"] }), author.account);
  await createPost(data.db, text({ status: "draft", tags: ["of a draft"] }), owner.account);
  const trashed = await createPost(data.db, text({}), owner.account);
  await trashPost(data.db, String(trashed.id), viewer);
});

/** The files of an export by their paths. */
async function download(headers: Record<string, string>, query: Record<string, string> = {}) {
  const chunks: Buffer[] = [];
  const response = await call(handler, { headers, query, onBytes: (bytes) => chunks.push(bytes) });
  expect(response.status).toBe(200);
  return { headers: response.headers, files: unzipSync(Buffer.concat(chunks)) };
}

const namesIn = (files: Record<string, Uint8Array>) =>
  Object.keys(files).filter((name) => /^(?:content|trash)\//.test(name));
const manifestIn = (files: Record<string, Uint8Array>) =>
  Manifest.parse(JSON.parse(Buffer.from(files["octavo/manifest.json"] ?? "").toString()));
const textOf = (files: Record<string, Uint8Array>) =>
  Object.values(files)
    .map((bytes) => Buffer.from(bytes).toString())
    .join("\n");

test("GET /api/export — the owner — all posts, images and accounts, as a zip that ends with the manifest", async () => {
  const { files, headers } = await download(owner.headers);
  expect(headers).toMatchObject({
    "content-type": "application/zip",
    "cache-control": "private, no-store, no-transform",
    "content-disposition": expect.stringMatching(/^attachment; filename="octavo-export-\d{4}-\d\d-\d\d\.zip"$/),
  });
  expect(namesIn(files).filter((name) => name.endsWith(".md"))).toEqual([
    "content/blog/1/changed/index.md",
    "content/blog/2/title/index.md",
    "content/blog/3/title/index.md",
    "trash/4/title/index.md",
  ]);
  for (const id of images) expect(files).toHaveProperty([`content/images/${id}-16.webp`]);
  expect(Object.keys(files).at(-1)).toBe("octavo/manifest.json");
  expect(manifestIn(files)).toMatchObject({ author: null, counts: { posts: 4, revisions: 5, images: 3, accounts: 2 } });
});

test("GET /api/export — the owner — no email address, password, session, key or message", async () => {
  await makeKey(owner);
  const message = { name: "Eve", email: "eve@example.org", message: "A secret message", created_at: 1, read_at: null };
  await data.db.insertInto("messages").values(message).execute();
  const all = textOf((await download(owner.headers)).files);
  const rows = [
    ...(await data.db.selectFrom("sessions").selectAll().execute()).map(({ token }) => token),
    ...(await data.db.selectFrom("credentials").selectAll().execute()).map(({ password }) => password ?? ""),
    ...(await data.db.selectFrom("api_keys").selectAll().execute()).flatMap(({ hash, hint }) => [hash, hint]),
    ...(await data.db.selectFrom("secret").selectAll().execute()).map(({ value }) => value),
    ...[owner.account.email, author.account.email, message.email, message.message],
  ];
  expect(rows.length).toBeGreaterThan(8);
  for (const secret of rows) expect(all).not.toContain(secret);
});

test("GET /api/export — an author — their own posts with their images, and nothing of others", async () => {
  const { files } = await download(author.headers);
  expect(namesIn(files)).toEqual(["content/blog/2/title/index.md", `content/images/${images[1]}-16.webp`]);
  const all = textOf(files);
  expect(all).not.toContain(owner.account.id);
  expect(all).not.toContain("of Olga");
  expect(all).toContain("of Ada");
});

const [CHANGED, OF_ADA, DRAFT, TRASHED] = [
  ...["content/blog/1/changed/index.md", "content/blog/2/title/index.md"],
  ...["content/blog/3/title/index.md", "trash/4/title/index.md"],
];

test.each([
  ["withoutDrafts", [CHANGED, OF_ADA, TRASHED], 4],
  ["withoutTrash", [CHANGED, OF_ADA, DRAFT], 4],
  ["withoutRevisions", [CHANGED, OF_ADA, DRAFT, TRASHED], 0],
])("GET /api/export?%s=true — left out, with tags and images of no exported post", async (name, posts, revisions) => {
  const { files } = await download(owner.headers, { [name]: "true" });
  expect(namesIn(files).filter((file) => file.endsWith(".md"))).toEqual(posts);
  expect(manifestIn(files).counts).toMatchObject({ revisions, images: 2 });
  expect(files).not.toHaveProperty([`content/images/${images[2]}-16.webp`]);
  expect(textOf(files).includes("of a draft")).toBe(name !== "withoutDrafts");
});

test("GET /api/export — a key that may only read — the same as its account", async () => {
  const { headers } = await makeKey(author, { name: "A backup", scope: "read" });
  expect(namesIn((await download(headers)).files)).toHaveLength(2);
});

test("GET /api/export — anonymous — 401", async () => {
  expect(problemIn(await call(handler)).status).toBe(401);
});

test("HEAD /api/export — the headers, and nothing is exported", async () => {
  const response = await call(handler, { method: "HEAD", headers: owner.headers });
  expect(response).toMatchObject({ status: 200, body: "", headers: { "content-type": "application/zip" } });
});

test("POST /api/export — 405 with Allow", async () => {
  const response = await call(handler, { method: "POST", headers: owner.headers });
  expect(response).toMatchObject({ status: 405, headers: { allow: "GET, HEAD, OPTIONS" } });
});

test("GET /api/export — an unknown parameter, a wrong value — 400 names it", async () => {
  for (const [name, value] of [
    ["drafts", "false"],
    ["withoutDrafts", "yes"],
  ] as const) {
    const query = { [name]: value };
    const response = await call(handler, { headers: owner.headers, query });
    expect(response.status).toBe(400);
    expect(response.body).toContain(name);
  }
});

test("GET /api/export — a second one meanwhile — 429 with Retry-After; afterwards accepted", async () => {
  const end = beginExport(`account ${owner.account.id}`);
  const second = await call(handler, { headers: owner.headers });
  expect(second).toMatchObject({ status: 429, headers: { "retry-after": "60" } });
  end();
  await download(owner.headers);
});

test("GET /api/export — the storage has lost an image — listed without files, and the rest is exported", async () => {
  const name = storage.stored().find((file) => file.startsWith(images[0] ?? "")) ?? "";
  rmSync(`${storage.folder}/${name.slice(0, 2)}/${name}`);
  const { files } = await download(owner.headers);
  expect(manifestIn(files).counts).toMatchObject({ images: 2, missingImages: 1 });
  expect(textOf(files)).toContain(`{"id":"${images[0]}","width":16,"height":16,`);
});

test("getServerSideProps of /account/export — anonymous viewers sign in first", async () => {
  const propsFor = async (headers: Record<string, string>) => {
    const { req } = createMocks({ headers: { host: "octavo.test", ...headers } });
    return getServerSideProps({ req } as never);
  };
  expect(await propsFor({})).toMatchObject({ redirect: { destination: "/login?next=%2Faccount%2Fexport" } });
  expect(await propsFor(owner.headers)).toEqual({ props: { viewerRole: "owner" } });
  expect(await propsFor(author.headers)).toEqual({ props: { viewerRole: "author" } });
});
