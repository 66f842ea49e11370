import { call } from "#support/call";
import health from "../../../pages/api/health";

test("GET /api/health — 200", async () => {
  const { status, json, headers } = await call(health);
  expect({ status, body: json() }).toEqual({ status: 200, body: { status: "ok" } });
  expect(headers["cache-control"]).toBe("no-store, no-transform");
});

test("POST /api/health — 405", async () => {
  const { status, headers } = await call(health, { method: "POST", body: {} });
  expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: "GET, HEAD, OPTIONS" });
});
