import type { GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import { loadTagPage, loadTagsPage, type TagPageProps } from "#lib/server/tags/pages/tag-pages";
import { TAGS_PATH } from "#lib/shared/owner-paths";
import { makeAuthor, makeEditor, makeOwner } from "#support/accounts";
import { withDatabase } from "#support/database";
import { listedPosts, makePost } from "#support/factories";

withDatabase();

type Sent = { headers?: Record<string, string>; slug?: string; body?: Record<string, string>; query?: object };
type Outcome = { props?: TagPageProps; redirect?: { destination: string }; notFound?: true };

function contextOf({ headers = {}, slug = "old", body, query = {} }: Sent) {
  const { req, res } = createMocks({
    method: body ? "POST" : "GET",
    headers: { host: "octavo.test", origin: "http://octavo.test", ...headers },
  });
  Object.assign(req, { body });
  return { context: { req, res, params: { slug }, query } as unknown as GetServerSidePropsContext, res };
}

async function load(sent: Sent): Promise<Outcome & { status: number }> {
  const { context, res } = contextOf(sent);
  return { ...((await loadTagPage(context)) as Outcome), status: res.statusCode };
}

const tagged = async (tag: string) => (await listedPosts({ tag })).length;

test("/account/tags/[slug] — anonymous, an author, unknown tag — redirect to /login, 404, 404", async () => {
  await makePost({ tags: ["old"] });
  const [{ headers }, author] = [await makeOwner(), await makeAuthor()];
  expect((await load({})).redirect?.destination).toBe("/login?next=%2Faccount%2Ftags%2Fold");
  expect((await load({ headers: author.headers })).notFound).toBe(true);
  const body = { form: "delete-tag" };
  expect((await load({ headers: author.headers, body })).notFound).toBe(true);
  expect((await load({ headers, slug: "none" })).notFound).toBe(true);
  expect((await load({ headers })).props).toMatchObject({ tag: { tag: "old", count: 1, slug: "old" }, merge: null });
  expect(await tagged("old")).toBe(1);
});

test("/account/tags/[slug] — POST of a new name — renamed; the former slug redirects", async () => {
  await makePost({ tags: ["old"] });
  const { headers } = await makeOwner();
  const renamed = await load({ headers, body: { form: "rename-tag", name: "New" } });
  expect(renamed.redirect?.destination).toBe("/account/tags?done=rename");
  expect((await listedPosts({ tag: "old" }))[0]).toMatchObject({ tags: ["New"] });
  expect((await load({ headers })).redirect?.destination).toBe("/account/tags/new");
});

test("/account/tags/[slug] — POST of another tag's name — merged after confirmation", async () => {
  await makePost({ tags: ["old"] });
  await makePost({ tags: ["New"] });
  const { headers } = await makeOwner();
  const body = { form: "rename-tag", name: "NEW" };
  const confirmation = await load({ headers, body });
  expect(confirmation.props?.merge).toEqual({ name: "NEW", into: "New" });
  expect((await listedPosts({ tag: "new" })).length).toBe(1);
  const merged = await load({ headers, body: { ...body, isConfirmed: "true" } });
  expect(merged.redirect?.destination).toBe("/account/tags?done=merge");
  expect(await tagged("new")).toBe(2);
});

test("/account/tags/[slug] — POST of an invalid name — 400 with the error and form values", async () => {
  await makePost({ tags: ["old"] });
  const { headers } = await makeOwner();
  const { props, status } = await load({ headers, body: { form: "rename-tag", name: "a;b" } });
  expect([status, props?.refused]).toEqual([
    400,
    expect.objectContaining({ form: "rename-tag", typed: { name: "a;b" }, fields: { name: [expect.any(String)] } }),
  ]);
});

test("/account/tags/[slug] — POST of the deletion — no post has the tag", async () => {
  await makePost({ tags: ["old"] });
  const { headers } = await makeOwner();
  const deleted = await load({ headers, body: { form: "delete-tag" } });
  expect(deleted.redirect?.destination).toBe("/account/tags?done=delete");
  expect(await tagged("old")).toBe(0);
});

test("/account/tags — the owner, an editor, an author, anonymous — all tags, 404, redirect to /login", async () => {
  await makePost({ tags: ["a", "B"] });
  const [owner, author] = [await makeOwner(), await makeAuthor()];
  const shown = async (headers = {}) => loadTagsPage(contextOf({ headers, query: { done: "rename" } }).context);
  expect(await shown(owner.headers)).toEqual({
    props: {
      done: "rename",
      role: "owner",
      fallback: {
        [TAGS_PATH]: [
          { tag: "a", count: 1, slug: "a" },
          { tag: "B", count: 1, slug: "b" },
        ],
      },
    },
  });
  expect(await shown((await makeEditor()).headers)).toMatchObject({ props: { role: "editor" } });
  expect(await shown(author.headers)).toEqual({ notFound: true });
  expect(await shown()).toMatchObject({ redirect: { destination: "/login?next=%2Faccount%2Ftags" } });
});
