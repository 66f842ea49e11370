import { randomUUID } from "node:crypto";
import type { GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import { PREVIEW_LINK_REQUESTS } from "#lib/server/http/rate-limit";
import { getPreviewProps } from "#lib/server/preview-links/pages/preview-page";
import { PREVIEW_LINKS_MAX } from "#lib/server/preview-links/preview-links";
import type { NewPostInput } from "#lib/shared/posts";
import { PreviewLink, PreviewLinkWithUrl } from "#lib/shared/preview-links";
import { type Headers, makeAuthor, makeEditor, makeKey, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { travelTo } from "#support/clock";
import { rowsIn, withDatabase } from "#support/database";
import { asPost, newPost } from "#support/factories";
import { withLogLines } from "#support/log-lines";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import { changeUser, deleteUser, suspend } from "#support/users";
import oneAutosave from "../../pages/api/autosaves/[id]";
import onePost from "../../pages/api/posts/[id]";
import one from "../../pages/api/posts/[id]/preview-links/[link]";
import previewLinks from "../../pages/api/posts/[id]/preview-links/index";
import restore from "../../pages/api/posts/[id]/restore";
import posts from "../../pages/api/posts/index";

const data = withDatabase();
withSettings({ POSTING: "members" });
const lines = withLogLines();

const DAY_MS = 24 * 60 * 60 * 1000;
const LATER = "2999-01-01T00:00:00Z";
type Sender = { headers: Headers };

let ada: TestAccount;
beforeEach(async () => {
  ada = await makeAuthor();
});

async function write(fields: Partial<NewPostInput> = { status: "draft" }, { headers }: Sender = ada) {
  return asPost((await call(posts, { method: "POST", headers, body: newPost(fields) })).json());
}
const change = (id: string, body: object, { headers }: Sender = ada) =>
  call(onePost, { method: "PATCH", query: { id }, headers, body });
const request = (id: string, { headers }: Sender = ada, body: object = {}) =>
  call(previewLinks, { method: "POST", query: { id }, headers, body });
const create = async (id: string, by: Sender = ada, body: object = {}) =>
  PreviewLinkWithUrl.parse((await request(id, by, body)).json());
const list = async (id: string, { headers }: Sender = ada) =>
  PreviewLink.array().parse((await call(previewLinks, { query: { id }, headers })).json());
const revoke = (id: string, link: string, { headers }: Sender = ada) =>
  call(one, { method: "DELETE", query: { id, link }, headers });
/** Stores changes of a post that are not saved as the post. */
const autosave = (post: string, by: Sender, fields: object, id: string = randomUUID()) =>
  call(oneAutosave, { method: "PUT", query: { id }, headers: by.headers, body: { post, baseVersion: 1, ...fields } });

const tokenOf = ({ url }: Pick<PreviewLinkWithUrl, "url">) => new URL(url).pathname.split("/")[2] ?? "";

/** Opens a preview link as somebody without an account. */
async function open(token: string) {
  const { req, res } = createMocks({ method: "GET", url: `/preview/${token}`, headers: { host: "octavo.test" } });
  const result = await getPreviewProps({ req, res, params: { token } } as unknown as GetServerSidePropsContext);
  const { preview } = "props" in result ? await result.props : { preview: null };
  const redirect = "redirect" in result ? result.redirect.destination : undefined;
  return { status: res.statusCode, headers: res.getHeaders(), preview, redirect };
}
const show = async (link: PreviewLinkWithUrl) => (await open(tokenOf(link))).preview;

describe("POST /api/posts/{id}/preview-links", () => {
  test("a draft — 201 with a URL of 192 random bits, of which a hash is stored; open for a week", async () => {
    travelTo(new Date("2026-12-01T09:00:00Z"));
    const { id } = await write();
    const response = await request(id);
    const link = PreviewLinkWithUrl.parse(response.json());
    expect([response.status, response.headers["cache-control"]]).toEqual([201, "private, no-store, no-transform"]);
    expect(link).toMatchObject({
      createdAt: "2026-12-01T09:00:00.000Z",
      expiresAt: "2026-12-08T09:00:00.000Z",
      createdBy: { id: ada.account.id, name: "Ada" },
      showsChanges: false,
    });
    expect(link.url).toMatch(/^http:\/\/octavo\.test\/preview\/[\w-]{32}$/);
    expect(JSON.stringify(await rowsIn(data.db, "preview_links"))).not.toContain(tokenOf(link));
    const { url: _, ...listed } = link;
    expect(await list(id)).toEqual([listed]);
  });

  test("days — 1 to 30; others — 400", async () => {
    const { id } = await write();
    const { createdAt, expiresAt } = await create(id, ada, { days: 30 });
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(30 * DAY_MS);
    for (const days of [0, 31, 1.5, "7", null]) {
      const { fields, status } = problemIn(await request(id, ada, { days }));
      expect([days, status, fields?.days?.[0]]).toEqual([days, 400, "Days must be a whole number from 1 to 30"]);
    }
  });

  test("who may not edit the post, or has no account — 401, 403, 404; a read-only key — 403", async () => {
    const [draft, published] = [await write(), await write({})];
    const [bob, owner] = [await makeAuthor("Bob"), await makeOwner()];
    expect((await request(draft.id, bob)).status).toBe(404);
    expect((await request(published.id, bob)).status).toBe(403);
    expect((await request(draft.id, { headers: {} })).status).toBe(401);
    expect((await request(draft.id, await makeKey(ada, { name: "Reader", scope: "read" }))).status).toBe(403);
    expect((await request("99")).status).toBe(404);
    for (const sender of [owner, await makeEditor(), await makeKey(ada)]) {
      expect((await request(draft.id, sender)).status).toBe(201);
    }
    expect(await list(published.id)).toEqual([]);
  });

  test("sixteen at once where three more are allowed — three 201, the others 409", async () => {
    const { id } = await write();
    for (let n = 3; n < PREVIEW_LINKS_MAX; n++) await create(id);
    const responses = await Promise.all(Array.from({ length: 16 }, () => request(id)));
    expect(responses.map(({ status }) => status).sort()).toEqual([201, 201, 201, ...Array<number>(13).fill(409)]);
    expect(problemIn(await request(id)).type).toBe("/docs/errors#too-many-preview-links");
    travelTo(Date.now() + 8 * DAY_MS);
    expect((await request(id, await makeKey(await makeOwner()))).status).toBe(201);
  });
});

describe("/preview/{token}", () => {
  test("a draft — title, text, tags and byline as saved last, for anybody; nothing may store or tell its URL", async () => {
    const { id } = await write({ status: "draft", title: "Half a notion", content: "*Soon*", tags: ["ink"] });
    const link = await create(id);
    const { headers, preview, status } = await open(tokenOf(link));
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "cache-control": "private, no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex",
    });
    expect(headers.etag).toBeUndefined();
    expect(preview).toMatchObject({
      post: { title: "Half a notion", tags: ["ink"], author: { name: "Ada" }, publishedAt: null },
      link: { expiresAt: link.expiresAt },
      isChange: false,
    });
    expect(preview?.rendering.html).toContain("<em>Soon</em>");
    await change(id, { title: "A whole one" });
    expect((await show(link))?.post.title).toBe("A whole one");
  });

  test("an image in a draft — its file, which anybody may load", async () => {
    const image = "a".repeat(64);
    const { id } = await write({ status: "draft", content: `![Ink](/images/${image}-480.webp)` });
    expect((await show(await create(id)))?.rendering.html).toContain(`src="/images/${image}-480.webp"`);
  });

  test("an autosave of the creator — shown while it is later than the post; one of another account — not", async () => {
    const { id } = await write({ status: "draft", title: "Saved" });
    const [olga, link] = [await makeOwner(), await create(id)];
    await autosave(id, olga, { title: "Olga is typing" });
    expect((await show(link))?.post.title).toBe("Saved");
    await autosave(id, ada, { title: "Ada is typing", content: "**More**", tags: ["new"], language: "fr" });
    const preview = await show(link);
    expect(preview?.post).toMatchObject({
      id,
      title: "Ada is typing",
      tags: ["new"],
      language: "fr",
      author: { name: "Ada" },
      status: "draft",
    });
    expect(preview?.rendering.html).toContain("<strong>More</strong>");
    expect((await show(await create(id, olga)))?.post.title).toBe("Olga is typing");
    travelTo(Date.now() + 1_000);
    await change(id, { title: "Saved again" });
    expect((await show(link))?.post.title).toBe("Saved again");
  });

  test("a scheduled post — shown until it is due, then a redirect to it", async () => {
    const { id, slug } = await write({ publishedAt: LATER });
    const link = await create(id);
    expect((await show(link))?.post.publishedAt).toBe("2999-01-01T00:00:00.000Z");
    await change(id, { publishedAt: new Date().toISOString() });
    const { headers, redirect } = await open(tokenOf(link));
    expect([redirect, headers["referrer-policy"]]).toEqual([`/blog/${id}/${slug}`, "no-referrer"]);
  });

  test("a draft that was published — a redirect, also while its author changes it; a draft again — shown", async () => {
    const { id, slug } = await write();
    const link = await create(id);
    await change(id, { status: "published" });
    await autosave(id, ada, { title: "Not for the guest", baseVersion: 2 });
    expect((await open(tokenOf(link))).redirect).toBe(`/blog/${id}/${slug}`);
    await change(id, { status: "draft" });
    expect((await show(link))?.isChange).toBe(false);
  });

  test("a public post — its creator's pending changes; without any — a redirect", async () => {
    const { id, slug } = await write({ title: "As readers know it" });
    const link = await create(id);
    expect(link.showsChanges).toBe(true);
    expect((await open(tokenOf(link))).redirect).toBe(`/blog/${id}/${slug}`);
    const draft = randomUUID();
    await autosave(id, ada, { title: "As it will be", content: "Changed" }, draft);
    expect(await show(link)).toMatchObject({ post: { title: "As it will be", status: "published" }, isChange: true });
    await change(id, { title: "As it will be", autosave: draft });
    expect((await open(tokenOf(link))).redirect).toMatch(new RegExp(`^/blog/${id}/`));
  });

  test("any text of an autosave — a page", async () => {
    const { id } = await write();
    const link = await create(id);
    await autosave(id, ada, {
      title: "",
      content: "\u0000 \ud800 <script>alert(1)</script>",
      language: "no language",
      tags: [""],
      cover: { image: "no image", alt: "" },
    });
    const preview = await show(link);
    expect(preview?.post).toMatchObject({ title: "Untitled", cover: null });
    expect(preview?.rendering.html).not.toContain("<script");
  });

  test.each([
    ["another one", randomUUID().replaceAll("-", "")],
    ["the id of a link", "link"],
    ["empty", ""],
    ["very long", "a".repeat(15_000)],
    ["with U+0000", `${"a".repeat(31)}\0`],
    ["with a line end", `${"a".repeat(32)}\n`],
  ])("a wrong token: %s — 404, private", async (_what, token) => {
    const { id } = await write();
    const link = await create(id);
    const { headers, preview, status } = await open(token === "link" ? link.id : token);
    expect([status, preview, headers["cache-control"]]).toEqual([404, null, "private, no-store"]);
  });

  test("expired — 404", async () => {
    const { id } = await write();
    const link = await create(id, ada, { days: 1 });
    travelTo(Date.now() + DAY_MS - 60_000);
    expect((await open(tokenOf(link))).status).toBe(200);
    travelTo(Date.now() + 60_000);
    expect((await open(tokenOf(link))).status).toBe(404);
  });

  test("the post in the trash — 404; restored — shown; purged — its links are deleted", async () => {
    const { id } = await write();
    const link = await create(id);
    await call(onePost, { method: "DELETE", query: { id }, headers: ada.headers });
    expect((await open(tokenOf(link))).status).toBe(404);
    await call(restore, { method: "POST", query: { id }, headers: ada.headers });
    expect((await open(tokenOf(link))).status).toBe(200);
    await data.db.deleteFrom("posts").where("id", "=", Number(id)).execute();
    expect(await rowsIn(data.db, "preview_links")).toEqual([]);
  });

  test("its creator suspended — 404, also once reinstated; others' links stay", async () => {
    const olga = await makeOwner();
    const { id } = await write();
    const [hers, olgas] = [await create(id), await create(id, olga)];
    await suspend(olga, ada);
    expect((await open(tokenOf(hers))).status).toBe(404);
    await changeUser(olga, ada, { status: "active" });
    expect((await open(tokenOf(hers))).status).toBe(404);
    expect((await open(tokenOf(olgas))).status).toBe(200);
  });

  test("created while its creator was being suspended — 404, and not listed", async () => {
    const { id } = await write();
    const link = await create(id);
    const { headers } = await makeOwner();
    await data.db.updateTable("accounts").set({ suspended_at: 1 }).where("id", "=", ada.account.id).execute();
    expect((await open(tokenOf(link))).status).toBe(404);
    expect(await list(id, { headers })).toEqual([]);
  });

  test("its creator deleted, the posts kept — 404", async () => {
    const { id } = await write();
    const link = await create(id);
    await deleteUser(await makeOwner(), ada, { posts: "keep" });
    expect((await open(tokenOf(link))).status).toBe(404);
  });

  test("a draft whose author was deleted — the byline leads nowhere, as the author has no page", async () => {
    const olga = await makeOwner();
    const { id } = await write();
    const link = await create(id, olga);
    expect(await show(link)).toMatchObject({ post: { author: { name: "Ada" } }, hasAuthorPage: true });
    await deleteUser(olga, ada, { posts: "keep" });
    expect(await show(link)).toMatchObject({ post: { author: { name: "Ada" } }, hasAuthorPage: false });
  });

  test("its creator may not edit the post any more — 404, and not listed", async () => {
    const [olga, edda] = [await makeOwner(), await makeEditor()];
    const { id } = await write();
    const link = await create(id, edda);
    await changeUser(olga, edda, { role: "author" });
    expect((await open(tokenOf(link))).status).toBe(404);
    expect(await list(id)).toEqual([]);
  });

  test("more requests of a client than are allowed in a minute — 429 with Retry-After", async () => {
    let last = await open("");
    for (let n = 0; n < PREVIEW_LINK_REQUESTS && last.status !== 429; n++) last = await open("");
    expect(last).toMatchObject({ status: 429, preview: null, headers: { "cache-control": "private, no-store" } });
    expect(Number(last.headers["retry-after"])).toBeGreaterThan(0);
  });
});

describe("DELETE /api/posts/{id}/preview-links/{link}", () => {
  test("an open link — 204, and it has ended; again — 404", async () => {
    const { id } = await write();
    const [link, other] = [await create(id), await create(id)];
    expect((await revoke(id, link.id)).status).toBe(204);
    expect((await list(id)).map((open) => open.id)).toEqual([other.id]);
    expect((await rowsIn(data.db, "preview_links")).length).toBe(1);
    expect((await revoke(id, link.id)).status).toBe(404);
  });

  test("below another post, or by who may not edit the post — 404, and it stays", async () => {
    const [one, two] = [await write(), await write()];
    const link = await create(one.id);
    expect((await revoke(two.id, link.id)).status).toBe(404);
    expect((await revoke(one.id, link.id, await makeAuthor("Bob"))).status).toBe(404);
    expect((await revoke(one.id, "\0")).status).toBe(404);
    expect(await list(one.id)).toHaveLength(1);
    expect((await revoke(one.id, link.id, await makeOwner())).status).toBe(204);
  });

  test("log — created and revoked, with the account and without the token", async () => {
    const { id } = await write();
    const link = await create(id);
    await revoke(id, link.id);
    const events = lines.all.filter(({ event }) => String(event).startsWith("preview-link"));
    const of = { post: id, link: link.id, by: `account ${ada.account.id}` };
    expect(events).toEqual([
      expect.objectContaining({ event: "preview-link-created", ...of }),
      expect.objectContaining({ event: "preview-link-revoked", ...of }),
    ]);
    expect(JSON.stringify(lines.all)).not.toContain(tokenOf(link));
  });
});

test("GET /api/posts/{id}/preview-links — who may not edit the post — 401, 403, 404", async () => {
  const [draft, published] = [await write(), await write({})];
  await create(draft.id);
  const statusOf = async (id: string, headers: Headers) =>
    (await call(previewLinks, { query: { id }, headers })).status;
  const bob = await makeAuthor("Bob");
  expect([await statusOf(draft.id, {}), await statusOf(published.id, {})]).toEqual([404, 401]);
  expect([await statusOf(draft.id, bob.headers), await statusOf(published.id, bob.headers)]).toEqual([404, 403]);
});
