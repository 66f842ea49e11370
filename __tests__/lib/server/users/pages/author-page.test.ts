import type { GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import { getAuthorPageProps } from "#lib/server/users/pages/author-page";
import type { AuthorPageData } from "#lib/shared/author-page";
import { makeAuthor, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { withSettings } from "#support/settings";
import { uploaded, withImageFolder } from "#support/uploads";
import { changeUser, deleteUser, suspend } from "#support/users";
import post from "../../../../../pages/api/posts/[id]";
import posts from "../../../../../pages/api/posts/index";

withDatabase();
withImageFolder();
withSettings({ POSTING: "members", SITE_URL: "http://octavo.test", WRITE_LIMIT: 0 });

type Outcome = {
  props?: AuthorPageData & { socialImage: { path: string } | null };
  notFound?: true;
  redirect?: { destination: string };
};

let olga: TestAccount;
let ada: TestAccount;
beforeEach(async () => {
  olga = await makeOwner();
  ada = await makeAuthor();
});

async function open(slug: string, query: object = {}, headers: Record<string, string> = {}) {
  const { req, res } = createMocks({ headers: { host: "octavo.test", ...headers } });
  const context = { req, res, params: { slug }, query: { slug, ...query } } as unknown as GetServerSidePropsContext;
  const outcome = (await getAuthorPageProps(context)) as Outcome;
  return { ...outcome, caching: String(res.getHeader("cache-control")) };
}
const write = async (title: string, draft = {}) =>
  (await call(posts, { method: "POST", headers: ada.headers, body: newPost({ title, ...draft }) })).json() as {
    id: string;
  };
const titles = ({ props }: Outcome) => props?.posts.map(({ title }) => title);

test("/authors/:slug — name, bio as HTML, image, links and metadata", async () => {
  const { id, width } = await uploaded(1, ada);
  const links = [{ label: "", url: "https://social.example/@ada" }];
  await changeUser(ada, ada, { bio: "Counts *all*.\n\n<script>alert(1)</script>", image: { image: id }, links });
  const { caching, props } = await open("ada");
  expect(props?.author).toEqual({
    ...{ name: "Ada", slug: "ada", links },
    bio: expect.stringContaining("<p>Counts <em>all</em>.</p>"),
    image: { image: id, width, height: 16 },
  });
  expect(props?.author.bio).not.toContain("<script");
  expect(props?.description).toBe("Counts all.");
  expect(props?.socialImage?.path).toBe(`/images/${id}-${width}.webp`);
  expect(JSON.parse(props?.structuredData ?? "")).toMatchObject({
    "@type": "ProfilePage",
    mainEntity: {
      ...{ name: "Ada", url: "http://octavo.test/authors/ada", description: "Counts all." },
      ...{ image: `http://octavo.test/images/${id}-${width}.webp`, sameAs: ["https://social.example/@ada"] },
    },
  });
  expect(caching).toMatch(/^public/);
});

test("/authors/:slug — her public posts only, the newest first, for every viewer", async () => {
  await write("One");
  await write("Two", { tags: ["ink"] });
  await write("Draft", { status: "draft" });
  await write("Later", { publishedAt: "2999-01-01T00:00:00Z" });
  const { id } = await write("Trashed");
  await call(post, { method: "DELETE", query: { id }, headers: ada.headers });
  await call(posts, { method: "POST", headers: olga.headers, body: newPost({ title: "By Olga" }) });
  for (const headers of [{}, ada.headers, olga.headers]) {
    const page = await open("ada", {}, headers);
    expect([titles(page), page.props?.total]).toEqual([["Two", "One"], 2]);
    expect(page.props?.posts[0]?.author).toBeNull();
  }
});

test("/authors/:slug — more posts than a page has — the next page by its cursor; a wrong one is dropped", async () => {
  for (let n = 1; n <= 21; n++) await write(`Post ${n}`);
  const first = await open("ada");
  expect([titles(first)?.length, first.props?.total]).toEqual([20, 21]);
  const second = await open("ada", { after: first.props?.next });
  expect([titles(second), second.props?.next]).toEqual([["Post 1"], undefined]);
  for (const after of ["nonsense", ["a", "b"], first.props?.next?.replace(/.$/, "")]) {
    expect((await open("ada", { after })).redirect?.destination).toBe("/authors/ada");
  }
  // The cursor of another author's list.
  expect((await open("olga", { after: first.props?.next })).redirect?.destination).toBe("/authors/olga");
});

test.each(["nobody", "", "ada%00", "ada\0", "../ada", "x".repeat(5_000)])(
  "/authors/%j — no such author — notFound",
  async (slug) => {
    expect((await open(slug)).notFound).toBe(true);
  },
);

test("/authors/:slug — no posts yet — a page, with the site in its description", async () => {
  expect((await open("ada")).props).toMatchObject({ posts: [], total: 0, description: "The posts of Ada on Octavo" });
});

test("/authors/:slug — suspended — stays; deleted with posts — the name alone; without — notFound", async () => {
  await write("One");
  await changeUser(ada, ada, { bio: "Here I am." });
  await suspend(olga, ada);
  expect((await open("ada")).props).toMatchObject({ author: { bio: expect.stringContaining("Here I am.") }, total: 1 });
  await deleteUser(olga, ada, { posts: "keep" });
  expect((await open("ada")).props).toMatchObject({ author: { name: "Ada", bio: "" }, total: 1 });
  await call(post, { method: "DELETE", query: { id: "1" }, headers: olga.headers });
  expect((await open("ada")).notFound).toBe(true);
});

test("/authors/:slug — renamed — the same URL with the new name", async () => {
  await changeUser(ada, ada, { name: "Augusta" });
  expect((await open("ada")).props?.author.name).toBe("Augusta");
  expect((await open("augusta")).notFound).toBe(true);
});
