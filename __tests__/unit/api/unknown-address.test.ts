import { call } from "#support/call";
import { problemIn } from "#support/problem";
import unknown from "../../../pages/api/[...path]";

test.each(["GET", "POST", "PUT", "PATCH", "DELETE"])("%s of an unknown path — 404 problem in JSON", async (method) => {
  const response = await call(unknown, { method, query: { path: ["no", "such"] }, body: { title: "a", content: "b" } });
  expect(problemIn(response)).toMatchObject({ status: 404, type: "/docs/errors#not-found", error: "Not found" });
});
