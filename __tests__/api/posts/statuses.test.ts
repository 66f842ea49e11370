import { makeAuthor, makeEditor, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import posts from "../../../pages/api/posts/index";

withDatabase();
withSettings({ POSTING: "members", WRITE_LIMIT: 0 });

let ada: TestAccount;
let eve: TestAccount;
let editor: TestAccount;
beforeEach(async () => {
  await makeOwner();
  [ada, eve, editor] = [await makeAuthor("Ada"), await makeAuthor("Eve"), await makeEditor()];
  const write = (by: TestAccount, fields: object) =>
    call(posts, { method: "POST", headers: by.headers, body: newPost(fields) });
  await write(ada, { title: "Draft", status: "draft", tags: ["x"] });
  await write(ada, { title: "Later", publishedAt: "2999-01-31T09:00:00Z" });
  await write(eve, { title: "Eve's draft", status: "draft" });
  await write(ada, { title: "Out", tags: ["x"] });
  await write(eve, { title: "Eve's out" });
});

async function listed(query: Record<string, string>, { headers }: TestAccount) {
  const response = await call(posts, { headers, query });
  expect(response.status).toBe(200);
  const titles = (response.json() as { title: string }[]).map(({ title }) => title);
  return { titles, total: response.headers["x-total-count"], response };
}

test("GET /api/posts — status=any — drafts, scheduled and published posts that the viewer may edit, last saved first", async () => {
  expect(await listed({ status: "any" }, ada)).toMatchObject({ titles: ["Out", "Later", "Draft"], total: "3" });
  expect(await listed({ status: "any" }, editor)).toMatchObject({
    titles: ["Eve's out", "Out", "Eve's draft", "Later", "Draft"],
    total: "5",
  });
});

test("GET /api/posts — status=any with filters, a search or an order — applied to all statuses", async () => {
  const any = (query: Record<string, string>, by = ada) => listed({ status: "any", ...query }, by);
  expect(await any({ sort: "title" })).toMatchObject({ titles: ["Draft", "Later", "Out"] });
  expect(await any({ tag: "x" })).toMatchObject({ titles: ["Out", "Draft"], total: "2" });
  expect(await any({ q: "draft" })).toMatchObject({ titles: ["Draft"], total: "1" });
  expect(await any({ author: eve.account.id }, editor)).toMatchObject({
    titles: ["Eve's out", "Eve's draft"],
    total: "2",
  });
  expect(await any({ author: eve.account.id })).toMatchObject({ titles: [], total: "0" });
});

test("GET /api/posts — status=published — the public posts that the viewer may edit", async () => {
  expect(await listed({ status: "published" }, ada)).toMatchObject({ titles: ["Out"], total: "1" });
  expect(await listed({ status: "published" }, editor)).toMatchObject({ titles: ["Eve's out", "Out"], total: "2" });
  expect(await listed({ status: "published", author: eve.account.id }, ada)).toMatchObject({ titles: [], total: "0" });
});

test.each(["any", "published"])(
  "GET /api/posts — status=%s, pages of 1 — each post once; private; cursor of this list only",
  async (status) => {
    const { titles } = await listed({ status }, editor);
    const paged: string[] = [];
    let after: string | undefined;
    do {
      const { response, titles: page } = await listed({ status, limit: "1", ...(after && { after }) }, editor);
      paged.push(...page);
      expect(response.headers["cache-control"]).toContain("private");
      const link = /[?&]after=([^&>]*)/.exec(String(response.headers.link ?? ""))?.[1];
      after = link && decodeURIComponent(link);
    } while (after);
    expect(paged).toEqual(titles);
  },
);

test("GET /api/posts — status=any, anonymous — 401; sort=publishedAt — 400", async () => {
  expect((await call(posts, { query: { status: "any" } })).status).toBe(401);
  const query = { status: "any", sort: "publishedAt" };
  expect(problemIn(await call(posts, { headers: ada.headers, query }))).toMatchObject({
    status: 400,
    fields: { sort: ["Drafts and trash have no date of publication to sort by"] },
  });
});
