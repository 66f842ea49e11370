import fc from "fast-check";
import { ProblemBody } from "#lib/shared/problems";
import { type Answer, call } from "#support/call";
import { withDatabase } from "#support/database";
import { readDatabaseState } from "#support/database-state";
import { makePost } from "#support/factories";
import { invalidChange, invalidNewPost, invalidQuery } from "#support/invalid-requests";
import { holds } from "#support/property";
import post from "../../pages/api/posts/[id]";
import posts from "../../pages/api/posts/index";

const data = withDatabase();

function expectRefusal({ headers, json, status }: Answer): ProblemBody {
  const problem = ProblemBody.parse(json());
  expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  expect(problem).toMatchObject({ status, error: problem.title });
  expect(problem.type).toMatch(/^\/docs\/errors#[a-z-]+$/);
  // As it came: a schema's record passes over a field whose name is __proto__.
  return json() as ProblemBody;
}

test("POST /api/posts — any invalid body — 4xx problem, nothing stored", async () => {
  const before = await readDatabaseState(data.db);
  await holds(
    invalidNewPost,
    async ({ name, raw, headers }) => {
      const response = await call(posts, { method: "POST", raw, headers });
      expect([400, 415]).toContain(response.status);
      const { fields } = expectRefusal(response);
      const named = new Set(Object.keys(fields ?? {}).map((field) => field.split(".")[0]));
      if (name !== undefined) expect([...named]).toEqual([name.split(".")[0]]);
      expect(await readDatabaseState(data.db)).toEqual(before);
    },
    300,
  );
});

test("PUT, PATCH /api/posts/{id} — any invalid body — 4xx problem, nothing stored", async () => {
  const { id } = await makePost();
  const before = await readDatabaseState(data.db);
  await holds(
    fc.tuple(fc.constantFrom("PUT", "PATCH"), invalidChange),
    async ([method, { raw, headers }]) => {
      const response = await call(post, { method, query: { id }, raw, headers });
      expect([400, 415]).toContain(response.status);
      expectRefusal(response);
      expect(await readDatabaseState(data.db)).toEqual(before);
    },
    300,
  );
});

test("GET /api/posts — invalid, unknown or repeated parameter — 400 names it", async () => {
  await makePost();
  await holds(
    invalidQuery,
    async ({ name, query }) => {
      const values = query.map(([, value]) => value);
      const [first = ""] = values;
      const response = await call(posts, { query: { [name]: values.length > 1 ? values : first } });
      expect({ name, values, status: response.status }).toEqual({ name, values, status: 400 });
      const named = Object.keys(expectRefusal(response).fields ?? {}).map((field) => field.split(".")[0]);
      expect(named).toEqual([name.split(".")[0]]);
    },
    300,
  );
});
