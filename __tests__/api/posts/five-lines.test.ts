import { createMocks } from "node-mocks-http";
import { withDatabase } from "#support/database";
import handler from "../../../pages/api/posts/index";

withDatabase();

test("POST /api/posts — 201", async () => {
  const { req, res } = createMocks({ method: "POST", body: { title: "Hello", content: "World" } });
  await handler(req as never, res as never);
  expect(res._getStatusCode()).toBe(201);
  expect(res._getJSONData()).toMatchObject({ id: "1", title: "Hello" });
});
