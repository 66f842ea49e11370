import { call } from "#support/call";
import { withDatabase } from "#support/database";
import handler from "../../../pages/api/posts/index";

withDatabase();

test("a post made is the first of the list", async () => {
  const made = await call(handler, { method: "POST", body: { title: "Hello", content: "World" } });
  expect(made.status).toBe(201);
  const list = await call(handler);
  expect(list.json()).toEqual([made.json()]);
});
