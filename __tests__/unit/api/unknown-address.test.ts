import { call } from "#support/call";
import { problemIn } from "#support/problem";
import unknown from "../../../pages/api/[...path]";

test.each(["GET", "POST", "PUT", "PATCH", "DELETE"])(
  "%s of an address that is not there is a 404 in JSON",
  async (method) => {
    const answer = await call(unknown, { method, query: { path: ["no", "such"] }, body: { title: "a", content: "b" } });
    expect(problemIn(answer)).toMatchObject({ status: 404, type: "/docs/errors#not-found", error: "Not found" });
  },
);
