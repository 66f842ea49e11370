import type { Image, ImageWithUses } from "#lib/shared/images";
import type { Post } from "#lib/shared/posts";
import { makeAuthor, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { withSettings } from "#support/settings";
import { uploaded, withImageFolder } from "#support/uploads";
import autosave from "../../../pages/api/autosaves/[id]";
import image from "../../../pages/api/images/[id]";
import one from "../../../pages/api/posts/[id]";
import revision from "../../../pages/api/posts/[id]/revisions/[version]";
import posts from "../../../pages/api/posts/index";

withDatabase();
withImageFolder();
withSettings({ WRITE_LIMIT: 0 });

let author: TestAccount;
let picture: Image;
beforeEach(async () => {
  author = await makeAuthor();
  picture = await uploaded(1, author, 2_000);
});

const send = (method: string, body: object, id?: string) =>
  call(id ? one : posts, { method, headers: author.headers, body, query: id ? { id } : {} });
const created = async (cover: object | null) => (await send("POST", newPost({ cover: cover as never }))).json() as Post;
const uses = async () => ((await call(image, { ...author, query: { id: picture.id } })).json() as ImageWithUses).uses;

const cover = () => ({ image: picture.id, alt: "A page" });
const shown = () => ({ ...cover(), url: `/images/${picture.id}-1600.webp`, width: 2_000, height: 16 });

test("POST /api/posts — a cover — 201 with its path and size, in the post, the list and the revision", async () => {
  const { id, cover: returned } = await created(cover());
  expect(returned).toEqual(shown());
  expect((await call(one, { query: { id, fields: "cover" } })).json()).toEqual({ cover: shown() });
  expect((await call(posts, { query: { fields: "cover" } })).json()).toEqual([{ cover: shown() }]);
  expect((await call(revision, { ...author, query: { id, version: "1" } })).json()).toMatchObject({ cover: shown() });
});

test("a post without a cover — null", async () => {
  expect((await created(null)).cover).toBeNull();
});

test("PUT and PATCH — what GET returns sent back — nothing changes; null clears it; a revision restores it", async () => {
  const post = await created(cover());
  expect(((await send("PUT", post, post.id)).json() as Post).version).toBe(1);
  const cleared = (await send("PATCH", { cover: null }, post.id)).json() as Post;
  expect([cleared.cover, cleared.version]).toEqual([null, 2]);
  const first = (await call(revision, { ...author, query: { id: post.id, version: "1" } })).json() as object;
  expect(((await send("PUT", first, post.id)).json() as Post).cover).toEqual(shown());
});

test("a form — the cover as text", async () => {
  const form = new URLSearchParams({ title: "T", content: "C", cover: `![A page](${picture.url})` });
  const headers = { ...author.headers, "content-type": "application/x-www-form-urlencoded" };
  const response = await call(posts, { method: "POST", headers, raw: form.toString() });
  expect((response.json() as Post).cover).toEqual(shown());
});

test.each([
  [
    { image: "0".repeat(64), alt: "" },
    { cover: [`Cover image ${"0".repeat(64)} does not exist; upload it by POST /api/images first`] },
  ],
  [
    { image: "cat.jpg", alt: "" },
    { "cover.image": ["Cover image must be the id of an uploaded image, but is “cat.jpg”"] },
  ],
  [{ alt: "" }, { "cover.image": ["Cover image must be the id of an image"] }],
  [{ image: "0".repeat(64) }, { "cover.alt": ["Alternative text must be text; empty for a decorative image"] }],
  [
    { image: "0".repeat(64), alt: "a".repeat(1_001) },
    { "cover.alt": ["Alternative text must be at most 1000 characters long"] },
  ],
  [{ image: "0".repeat(64), alt: "", caption: "x" }, { "cover.caption": ["Unknown field"] }],
  [[], { cover: ["Cover must be an object with `image` and `alt`, or null"] }],
])("POST /api/posts — the cover %j — 400 that says what is wrong", async (wrong, fields) => {
  const response = await send("POST", newPost({ cover: wrong as never }));
  expect(response.json()).toMatchObject({ status: 400, fields });
});

test("the image of a cover — is used, in posts, older revisions and autosaves", async () => {
  const { id } = await created(cover());
  expect((await uses()).posts).toMatchObject([{ id, in: "post" }]);
  await send("PATCH", { cover: null }, id);
  expect((await uses()).posts).toMatchObject([{ id, in: "revision" }]);
  const query = { id: "6f9619ff-8b86-4011-b42d-00c04fc964ff" };
  const saved = await call(autosave, { method: "PUT", headers: author.headers, query, body: { cover: cover() } });
  expect(saved.json()).toMatchObject({ cover: cover() });
  expect((await uses()).autosaves).toBe(1);
});
