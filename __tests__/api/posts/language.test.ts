import type { Post } from "#lib/shared/posts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { asPost, listedPosts, makePost, newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import one from "../../../pages/api/posts/[id]";
import revision from "../../../pages/api/posts/[id]/revisions/[version]";
import posts from "../../../pages/api/posts/index";

const data = withDatabase();

const PERSIAN = "eBPF یک فناوری است.\n\nپاراگراف دوم.";
const change = async (method: "PUT" | "PATCH", { id }: Post, body: object) =>
  asPost((await call(one, { method, query: { id }, body })).json());

test.each([
  ["fa", "fa"],
  ["PT-br", "pt-BR"],
  ["zh-hant-tw", "zh-Hant-TW"],
  ["iw", "he"],
  ["", null],
  [null, null],
  [undefined, null],
])("POST /api/posts — language %j — 201 with %j", async (language, stored) => {
  const post = await makePost({ language });
  expect(post.language).toBe(stored);
  expect((await listedPosts())[0]).toMatchObject({ language: stored });
});

test.each(["English", "en_US", "e", "en-", "x-klingon", "12", "a".repeat(200), 5, ["en"]])(
  "POST /api/posts — language %j — 400 with an example",
  async (language) => {
    const response = await call(posts, { method: "POST", body: { ...newPost(), language } });
    expect(response.status).toBe(400);
    expect(problemIn(response).fields).toEqual({
      language: [
        typeof language === "string"
          ? "Language must be a language tag (BCP 47) such as en, pt-BR or fa"
          : "Language must be text",
      ],
    });
  },
);

test("POST /api/posts — no language — the direction is that of the majority of letters", async () => {
  expect(await makePost({ title: "eBPF", content: PERSIAN })).toMatchObject({ language: null, direction: "rtl" });
  expect(await makePost({ title: "فارسی", content: "The word for Persian." })).toMatchObject({ direction: "ltr" });
  expect((await listedPosts({ fields: "id,direction" })).map(({ direction }) => direction)).toEqual(["ltr", "rtl"]);
});

test("PATCH /api/posts/{id} — a language in another script — the direction and the rendering follow it", async () => {
  const post = await makePost({ content: "Hello.\n\nسلام." });
  const html = async () => {
    const [row] = await data.db.selectFrom("renderings").select("html").execute();
    return row?.html;
  };
  expect(await html()).toBe('<p>Hello.</p>\n<p dir="rtl">سلام.</p>\n');
  expect(await change("PATCH", post, { language: "fa" })).toMatchObject({
    language: "fa",
    direction: "rtl",
    version: 2,
  });
  expect(await html()).toBe('<p dir="ltr">Hello.</p>\n<p>سلام.</p>\n');
  expect(await change("PATCH", post, { language: null })).toMatchObject({
    language: null,
    direction: "ltr",
    version: 3,
  });
});

test("PUT /api/posts/{id} — the body of GET or of a revision — restores language and direction", async () => {
  const post = await makePost({ title: "سلام", content: "متن", language: "fa" });
  await change("PATCH", post, { title: "Hello", content: "Text", language: "en" });
  const old = (await call(revision, { query: { id: post.id, version: "1" } })).json() as object;
  expect(old).toMatchObject({ language: "fa" });
  const restored = await change("PUT", post, old);
  expect(restored).toMatchObject({ title: "سلام", language: "fa", direction: "rtl" });
  expect((await change("PUT", restored, restored)).version).toBe(restored.version);
});
