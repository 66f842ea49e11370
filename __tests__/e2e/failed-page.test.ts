import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";

const server = withServer({ SAMPLE_POSTS: "true" });
const PATH = "/blog/1/first-post";
/** As Next prints it. */
const FAILURE = /^⨯ .*renderings/gm;

async function failures(): Promise<number> {
  await server.query("alter table renderings rename to renderings_away");
  expect((await sendRequest(server.url + PATH)).status).toBe(500);
  await server.query("alter table renderings_away rename to renderings");
  return server.log.match(FAILURE)?.length ?? 0;
}

test("a page — fails when Next serves it, and when it is called directly — each error is logged once", async () => {
  expect(await failures()).toBe(1);
  // Both respond from the database: nothing is cached of a request with a key.
  for (let n = 0; n < 2; n++)
    expect((await sendRequest(server.url + PATH, { headers: { Authorization: "Bearer none" } })).status).toBe(200);
  expect(await failures()).toBe(2);
});
