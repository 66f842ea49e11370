import type { IncomingMessage, ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import { CachedResponse } from "#lib/server/cache/cached-response";

let mockFailure: Error | undefined;
jest.mock("node:zlib", () => {
  const zlib = jest.requireActual<typeof import("node:zlib")>("node:zlib");
  const gzip = (body: Buffer, done: (error: Error | null, bytes: Buffer) => void) =>
    mockFailure ? done(mockFailure, Buffer.alloc(0)) : zlib.gzip(body, done);
  return { ...zlib, gzip };
});

const TEXT = "What readers see. ".repeat(100);

/** The bytes that are sent in a content coding. */
async function sent(response: CachedResponse, coding: string): Promise<Buffer> {
  let bytes: Buffer | undefined;
  const res = {
    writeHead: () => res,
    end: (body: Buffer) => {
      bytes = body;
    },
  };
  const req = { headers: { "accept-encoding": coding } };
  await response.send(req as unknown as IncomingMessage, res as unknown as ServerResponse, []);
  if (!bytes) throw new Error("Nothing was sent");
  return bytes;
}

test.each(["identity", "gzip", "br"])("CachedResponse — %s — holds no more memory than its bytes", async (coding) => {
  // From a slab that it shares with other buffers.
  const body = Buffer.from(TEXT);
  expect(body.buffer.byteLength).toBeGreaterThan(body.length);
  const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "public, max-age=0" };
  const bytes = await sent(new CachedResponse({ status: 200, headers, body }), coding);
  expect(bytes.length).toBeLessThanOrEqual(body.length);
  expect(bytes.buffer.byteLength).toBe(bytes.length);
});

test("CachedResponse — compressing fails — the request fails, the next one is sent compressed", async () => {
  const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "public, max-age=0" };
  const response = new CachedResponse({ status: 200, headers, body: Buffer.from(TEXT) });
  mockFailure = new Error("no memory");
  await expect(sent(response, "gzip")).rejects.toThrow("no memory");
  mockFailure = undefined;
  expect(gunzipSync(await sent(response, "gzip")).toString()).toBe(TEXT);
});
