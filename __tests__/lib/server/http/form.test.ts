import { createMocks, type RequestMethod } from "node-mocks-http";
import { handleFormPost } from "#lib/server/http/form";
import { Problem } from "#lib/server/problem";
import { withDatabase } from "#support/database";
import { withSettings } from "#support/settings";

withDatabase();

type Forms = Parameters<typeof handleFormPost>[1];

/** Posts to a page that has these forms. */
async function post(forms: Forms, body: object, { method = "POST", headers = {} } = {}) {
  const mocks = createMocks({ method: method as RequestMethod, headers: { host: "octavo.test", ...headers }, body });
  const outcome = await handleFormPost(mocks as never, forms);
  return { outcome, status: mocks.res.statusCode, headers: mocks.res._getHeaders() };
}

const refuse = (problem: Problem) => ({
  greet: async () => {
    throw problem;
  },
});

test("handleFormPost — action returns a path — 303 redirect", async () => {
  const greet = jest.fn(async () => "/hello");
  const { outcome } = await post({ greet }, { form: "greet", name: "Ada" });
  expect(outcome).toEqual({ redirect: { destination: "/hello", statusCode: 303 } });
  expect(greet).toHaveBeenCalledWith({ name: "Ada" });
});

test("handleFormPost — an id with U+0000 — none that PostgreSQL refuses", async () => {
  const remove = jest.fn(async () => "/");
  await post({ remove }, { form: "remove", id: "a\0b", text: "a\0b" });
  expect(remove).toHaveBeenCalledWith({ id: "a\ufffdb", text: "a\0b" });
});

test("handleFormPost — action returns an object — data for the page", async () => {
  const { outcome } = await post({ greet: async () => ({ greeting: "Hello" }) }, { form: "greet" });
  expect(outcome).toEqual({ isPosted: true, data: { greeting: "Hello" }, refused: null });
});

test("handleFormPost — 400 — field errors and form values, without passwords", async () => {
  const forms = refuse(new Problem("validation", { fields: { name: ["Name is required"] } }));
  const body = { form: "greet", name: "", email: "a@b.co", password: "1", currentPassword: "2", newPassword: "3" };
  const { outcome, status } = await post(forms, body);
  expect(status).toBe(400);
  expect(outcome).toMatchObject({
    refused: {
      form: "greet",
      status: 400,
      fields: { name: ["Name is required"] },
      typed: { name: "", email: "a@b.co" },
    },
  });
  expect(JSON.stringify(outcome)).not.toMatch(/assword/);
});

test("handleFormPost — 429 — the problem's headers", async () => {
  const forms = refuse(new Problem("too-many-requests", { headers: { "Retry-After": "7" } }));
  expect(await post(forms, { form: "greet" })).toMatchObject({ status: 429, headers: { "retry-after": "7" } });
});

test("handleFormPost — action throws a bug — rethrown", async () => {
  const forms = {
    greet: async () => {
      throw new Error("Broken");
    },
  };
  await expect(post(forms, { form: "greet" })).rejects.toThrow("Broken");
});

test.each([{ origin: "https://example.org" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }])(
  "handleFormPost — request from another site, %j — 403, action not called",
  async (headers) => {
    const greet = jest.fn(async () => "/hello");
    const { outcome, status } = await post({ greet }, { form: "greet", name: "Eve" }, { headers });
    expect(status).toBe(403);
    expect(outcome).toMatchObject({ refused: { typed: {} } });
    expect(greet).not.toHaveBeenCalled();
  },
);

test.each(["other", "constructor", "", "__proto__"])("handleFormPost — unknown form %j — 400", async (form) => {
  expect((await post({ greet: async () => "/" }, { form })).status).toBe(400);
});

test("handleFormPost — GET — no action", async () => {
  const greet = jest.fn(async () => "/hello");
  const { outcome } = await post({ greet }, { form: "greet" }, { method: "GET" });
  expect(outcome).toEqual({ isPosted: false, data: null, refused: null });
  expect(greet).not.toHaveBeenCalled();
});

describe("handleFormPost — WRITE_LIMIT exceeded", () => {
  withSettings({ WRITE_LIMIT: 1 });

  test("429 — form values retained", async () => {
    const forms = { greet: async () => "/hello" };
    await post(forms, { form: "greet" });
    const { outcome, status } = await post(forms, { form: "greet", name: "Ada" });
    expect(status).toBe(429);
    expect(outcome).toMatchObject({ refused: { form: "greet", typed: { name: "Ada" } } });
  });
});
