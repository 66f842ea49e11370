import { createMocks } from "node-mocks-http";
import { nextStepsProp } from "#lib/server/posts/pages/next-steps";
import { makeAuthor, makeOwner } from "#support/accounts";
import { withDatabase } from "#support/database";
import { withSettings } from "#support/settings";

withDatabase();
withSettings({ POSTING: "members" });

const EMPTY = { "/api/posts": { items: [] } };

test.each<[string, () => Promise<{ headers: Record<string, string> }>, string[] | undefined]>([
  ["reader", async () => ({ headers: {} }), undefined],
  ["author", () => makeAuthor(), ["/blog/create"]],
  ["owner", () => makeOwner(), ["/blog/create", "/account/import", "/account/welcome"]],
])("nextStepsProp — no posts, %s — what they can do", async (_, visitor, paths) => {
  await makeOwner("Oda");
  const { req } = createMocks({ headers: { host: "octavo.test", ...(await visitor()).headers } });
  const { nextSteps } = await nextStepsProp(req, EMPTY);
  expect(nextSteps?.map(({ url }) => url)).toEqual(paths);
});

test("nextStepsProp — posts — no prop, not even for the owner", async () => {
  const { req } = createMocks({ headers: { host: "octavo.test", ...(await makeOwner()).headers } });
  expect(await nextStepsProp(req, { "/api/posts": { items: ["a post"] } })).toEqual({});
});
