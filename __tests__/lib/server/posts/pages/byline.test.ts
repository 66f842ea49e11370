import type { GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import { getPostPageProps } from "#lib/server/posts/pages/post-page";
import { makeAuthor, makeOwner } from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { asPost, newPost } from "#support/factories";
import { deleteUser } from "#support/users";
import posts from "../../../../../pages/api/posts/index";

const data = withDatabase();

test("getPostPageProps — a scheduled post — says so; a public one does not", async () => {
  const olga = await makeOwner();
  for (const [publishedAt, isScheduled] of [
    ["2100-01-01T00:00:00Z", true],
    ["2020-01-01T00:00:00Z", undefined],
  ] as const) {
    const { id, slug } = asPost(
      (await call(posts, { method: "POST", headers: olga.headers, body: newPost({ publishedAt }) })).json(),
    );
    const { req, res } = createMocks({ headers: { host: "octavo.test", ...olga.headers } });
    const context = { req, res, params: { id, slug } } as unknown as GetServerSidePropsContext;
    const { props } = (await getPostPageProps(context)) as { props: { isScheduled?: true } };
    expect(props.isScheduled).toBe(isScheduled);
  }
});

test("getPostPageProps — a draft whose author was deleted — no author page; with a public post beside it, one", async () => {
  const [olga, ada] = [await makeOwner(), await makeAuthor()];
  const post = async (status: "draft" | "published") =>
    asPost((await call(posts, { method: "POST", headers: ada.headers, body: newPost({ status }) })).json());
  const draft = await post("draft");
  const seen = async () => {
    const { req, res } = createMocks({ headers: { host: "octavo.test", ...olga.headers } });
    const context = { req, res, params: { id: draft.id, slug: draft.slug } };
    return (await getPostPageProps(context as unknown as GetServerSidePropsContext)) as { props: object };
  };
  expect((await seen()).props).not.toHaveProperty("hasAuthorPage");
  const { id } = await post("published");
  await deleteUser(olga, ada, { posts: "keep" });
  expect((await seen()).props).not.toHaveProperty("hasAuthorPage");
  await data.db
    .updateTable("posts")
    .set({ status: "draft", published_at: null })
    .where("id", "=", Number(id))
    .execute();
  expect((await seen()).props).toMatchObject({ hasAuthorPage: false });
});
