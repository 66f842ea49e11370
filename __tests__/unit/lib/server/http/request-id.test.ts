import type { IncomingMessage } from "node:http";
import { requestId } from "#lib/server/http/request-id";

const idOf = (given?: string) => requestId({ headers: { "x-request-id": given } } as unknown as IncomingMessage);

test("requestId — many requests without X-Request-Id — a UUID of version 4 for each", () => {
  const ids = Array.from({ length: 5_000 }, () => idOf());
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test.each(["short", "x".repeat(65), 'with"quote', ""])("requestId — X-Request-Id: %s — replaced", (given) => {
  expect(idOf(given)).not.toBe(given);
  expect(idOf("given-by-client")).toBe("given-by-client");
});
