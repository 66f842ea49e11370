import type { GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import { getPostPageProps } from "#lib/server/posts/pages/post-page";
import { RENDERER_VERSION } from "#lib/server/rendering/cache";
import { withDatabase } from "#support/database";
import { makePost } from "#support/factories";

const data = withDatabase();

const loaded: string[] = [];
const mockLoad = (name: string) => {
  loaded.push(name);
  return jest.requireActual(name);
};
jest.mock("markdown-it", () => mockLoad("markdown-it"));
jest.mock("sanitize-html", () => mockLoad("sanitize-html"));

/** Inserts a post without a rendering. */
async function insertPost(): Promise<void> {
  const now = Date.now();
  const text = {
    title: "Hello",
    content: "*World*",
    excerpt: "World",
    excerpt_own: 0,
    slug_own: 0,
    cover: "",
    canonical_url: "",
    tags: "[]",
    language: "",
    direction: "ltr" as const,
  };
  const columns = { slug: "hello", title_sort: "hello", reading_minutes: 1, created_at: now, updated_at: now };
  await data.db
    .insertInto("posts")
    .values({ ...text, ...columns, status: "published", published_at: now, version: 1 })
    .execute();
}

const insertRendering = () =>
  data.db
    .insertInto("renderings")
    .values({ post_id: 1, version: 1, renderer: RENDERER_VERSION, html: "<p>Stored</p>", contents: "[]" })
    .execute();

async function read() {
  const { req, res } = createMocks({ headers: { host: "octavo.test" } });
  const context = { req, res, params: { id: "1", slug: "hello" } };
  return (await getPostPageProps(context as unknown as GetServerSidePropsContext)) as {
    props: { rendering: unknown; description: string };
  };
}

test("getPostPageProps — stored rendering — markdown-it and sanitize-html are not loaded", async () => {
  await insertPost();
  await insertRendering();
  expect((await read()).props.rendering).toEqual({ html: "<p>Stored</p>", contents: [], version: 1 });
  expect(loaded).toEqual([]);
});

test("getPostPageProps — no stored rendering — rendered", async () => {
  await insertPost();
  expect((await read()).props.rendering).toMatchObject({ html: "<p><em>World</em></p>\n" });
  expect(loaded).toContain("sanitize-html");
});

test("getPostPageProps — a long excerpt — a description of at most 160 characters", async () => {
  await makePost({ title: "Hello", content: "Fold a sheet of paper once, and it has four pages. ".repeat(10) });
  const { props } = await read();
  expect(props.description).toBe("Fold a sheet of paper once, and it has four pages. ".repeat(3).trim());
});
