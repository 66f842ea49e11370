import { randomUUID } from "node:crypto";
import type { Bucket } from "./files-url.ts";
import { s3Client, shownBucket } from "./s3-client.ts";
import { requireFileName, type Storage } from "./storage.ts";

/** How long a request may take, in milliseconds, with its retries. */
const TIMEOUT_MS = 20_000;

/** Files in a bucket of an S3-compatible service. */
export function s3Storage(bucket: Bucket, timeoutMs = TIMEOUT_MS): Storage {
  const request = s3Client(bucket, `FILES_URL=${shownBucket(bucket.base)}`, timeoutMs);

  const storage: Storage = {
    async put(name, bytes) {
      requireFileName(name);
      await request({ method: "PUT", name, body: bytes });
    },
    async get(name) {
      requireFileName(name);
      return (await request({ method: "GET", name }))?.body;
    },
    async delete(name) {
      requireFileName(name);
      await request({ method: "DELETE", name });
    },
    async *list() {
      // Lazy-loaded: a server lists nothing.
      const { listUrl, parseListing } = await import("./s3-listing.ts");
      for (let token: string | undefined; ; ) {
        const answer = parseListing(
          String((await request({ method: "GET", url: listUrl(bucket.base, token) }))?.body ?? ""),
        );
        yield* answer.files;
        token = answer.next;
        if (token === undefined) return;
      }
    },
    async check() {
      const name = `octavo-${randomUUID()}`;
      await storage.put(name, Buffer.from("Octavo"));
      await storage.delete(name);
    },
  };
  return storage;
}
