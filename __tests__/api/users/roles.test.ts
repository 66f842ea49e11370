import type { NextApiHandler } from "next";
import { makeAuthor, makeEditor, makeKey, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { withSettings } from "#support/settings";
import { uploaded, withImageFolder } from "#support/uploads";
import about from "../../../pages/api/about";
import image from "../../../pages/api/images/[id]";
import images from "../../../pages/api/images/index";
import invitations from "../../../pages/api/invitations/index";
import messages from "../../../pages/api/messages/index";
import post from "../../../pages/api/posts/[id]";
import restore from "../../../pages/api/posts/[id]/restore";
import revisions from "../../../pages/api/posts/[id]/revisions/index";
import posts from "../../../pages/api/posts/index";
import redirects from "../../../pages/api/redirects/index";
import tag from "../../../pages/api/tags/[slug]";
import trashed from "../../../pages/api/trash/[id]";
import user from "../../../pages/api/users/[id]";

withDatabase();
withImageFolder();
withSettings({ POSTING: "members", WRITE_LIMIT: 0 });

type Case = [method: string, handler: NextApiHandler, query?: Record<string, string>, body?: object];

let olga: TestAccount;
let ids: { draft: string; post: string; image: string };
beforeEach(async () => {
  olga = await makeOwner();
  const write = async (draft = {}) =>
    ((await call(posts, { method: "POST", headers: olga.headers, body: newPost(draft) })).json() as { id: string }).id;
  ids = {
    draft: await write({ status: "draft" }),
    post: await write({ tags: ["Ink"] }),
    image: (await uploaded(1, olga)).id,
  };
});

/** What an owner and an editor may do with everybody's content. */
const CONTENT: Record<string, () => Case> = {
  "read another's draft": () => ["GET", post, { id: ids.draft }],
  "list all drafts": () => ["GET", posts, { status: "draft" }],
  "edit another's post": () => ["PATCH", post, { id: ids.post }, { title: "Edited" }],
  "read another's revisions": () => ["GET", revisions, { id: ids.post }],
  "delete another's post": () => ["DELETE", post, { id: ids.post }],
  "restore another's post": () => ["POST", restore, { id: ids.post }],
  "purge another's post": () => ["DELETE", trashed, { id: ids.post }],
  "rename a tag": () => ["PATCH", tag, { slug: "ink" }, { name: "Inks" }],
  "see another's image": () => ["GET", image, { id: ids.image }],
  "delete another's image": () => ["DELETE", image, { id: ids.image }],
  "change the text about the site": () => ["PUT", about, {}, { content: "About" }],
};

/** What an owner may do alone. */
const ADMINISTRATION: Record<string, () => Case> = {
  "read messages": () => ["GET", messages],
  "list redirects": () => ["GET", redirects],
  "list invitations": () => ["GET", invitations],
  invite: () => ["POST", invitations, {}, {}],
  "change a user": () => ["PATCH", user, { id: olga.account.id }, {}],
};

async function statusOf(action: Case, { headers }: Pick<TestAccount, "headers">): Promise<number> {
  const [method, handler, query = {}, body] = action;
  // What is restored and purged is in the trash.
  if (handler === restore || handler === trashed) {
    await call(post, { method: "DELETE", query: { id: ids.post }, headers: olga.headers });
  }
  return (await call(handler, { method, query, headers, body })).status;
}

test.each(Object.keys(CONTENT))(
  "%s — owner and editor may, a key of the editor too; an author may not",
  async (name) => {
    const action = CONTENT[name]?.() as Case;
    if (name.startsWith("list")) {
      const count = async ({ headers }: Pick<TestAccount, "headers">) =>
        ((await call(action[1], { query: action[2] ?? {}, headers })).json() as unknown[]).length;
      expect([await count(await makeAuthor()), await count(await makeEditor()), await count(olga)]).toEqual([0, 1, 1]);
      return;
    }
    expect([401, 403, 404]).toContain(await statusOf(action, await makeAuthor()));
    const editor = await makeEditor();
    expect(await statusOf(action, await makeKey(editor, { name: "R", scope: "read" }))).toBe(
      action[0] === "GET" ? 200 : 403,
    );
    expect([200, 204]).toContain(await statusOf(action, await makeKey(editor)));
  },
);

test.each(Object.keys(ADMINISTRATION))("%s — the owner may; an editor and an author get 403", async (name) => {
  const action = ADMINISTRATION[name]?.() as Case;
  expect([200, 201, 204]).toContain(await statusOf(action, olga));
  expect(await statusOf(action, await makeEditor())).toBe(403);
  expect(await statusOf(action, await makeKey(await makeEditor("Eli")))).toBe(403);
  expect(await statusOf(action, await makeAuthor())).toBe(403);
});

test("GET /api/images — editor — all images, author — none of others", async () => {
  const count = async ({ headers }: TestAccount) => ((await call(images, { headers })).json() as unknown[]).length;
  expect([await count(await makeEditor()), await count(await makeAuthor())]).toEqual([1, 0]);
});
