import type { IncomingMessage, ServerResponse } from "node:http";
import { CachedResponse } from "#lib/server/cache/cached-response";

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
