import { createHash, randomUUID } from "node:crypto";
import { AwsClient } from "aws4fetch";
import type { Bucket } from "./files-url.ts";
import { requireFileName, type Storage, StorageError } from "./storage.ts";

/** How long a request may take, in milliseconds, with its retries. */
const TIMEOUT_MS = 20_000;
/** How often a request is repeated that the service could not process (429, 5xx). */
const RETRIES = 2;

const CAUSES: Record<string, string> = {
  NoSuchBucket: "the bucket does not exist; must be an existing one",
  SignatureDoesNotMatch: "the secret is wrong; must be the one of the access key",
  InvalidAccessKeyId: "the access key is unknown; must be one of this service",
  AccessDenied: "the access key may not do this; must be one that may read, write and delete in the bucket",
  AuthorizationHeaderMalformed: "the region is wrong; must be the one of the bucket, as ?region=eu-central-1",
  PermanentRedirect: "the bucket is elsewhere; the host and ?region= must be those of the bucket",
};
const FULL = ["QuotaExceeded", "XMinioStorageFull", "InsufficientStorage"];

type Method = "GET" | "PUT" | "DELETE";

/** Files in a bucket of an S3-compatible service (path-style URLs, signature version 4). */
export function s3Storage({ base, region, accessKeyId, secretAccessKey }: Bucket, timeoutMs = TIMEOUT_MS): Storage {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3", retries: RETRIES });
  const shown = `FILES_URL=${base.replace(/^http(s?):\/\//, (_, s) => (s ? "s3://…@" : "s3+http://…@"))}`;

  function unreachable(error: unknown): StorageError {
    const { cause, message, name } = error as Error & { cause?: { code?: string } };
    const reason =
      name === "TimeoutError" ? `did not respond within ${timeoutMs / 1000} seconds` : (cause?.code ?? message);
    return new StorageError(`${shown}: the service cannot be reached (${reason})`, { cause: error });
  }

  async function refused(response: Response): Promise<StorageError> {
    const text = await response.text();
    const code = /<Code>([\w.-]{1,80})<\/Code>/.exec(text)?.[1] ?? "";
    const isFull = FULL.includes(code) || response.status === 507;
    const cause = isFull ? "there is no space left" : (CAUSES[code] ?? "the service refused");
    return new StorageError(`${shown}: ${cause} (${[code, response.status].filter(Boolean).join(", ")})`, { isFull });
  }

  /** @returns the body; undefined where the file does not exist */
  async function request(method: Method, name: string, bytes?: Buffer): Promise<Buffer | undefined> {
    requireFileName(name);
    return send(method, `${base}${name}`, bytes);
  }

  async function send(method: Method, url: string, bytes?: Buffer): Promise<Buffer | undefined> {
    const digest = createHash("sha256")
      .update(bytes ?? "")
      .digest("hex");
    try {
      const response = await client.fetch(url, {
        method,
        headers: { "X-Amz-Content-Sha256": digest },
        signal: AbortSignal.timeout(timeoutMs),
        redirect: "manual",
        ...(bytes && { body: new Uint8Array(bytes) }),
      });
      if (response.ok) return Buffer.from(await response.arrayBuffer());
      const error = await refused(response);
      if (response.status === 404 && method !== "PUT" && !error.message.includes("NoSuchBucket")) return undefined;
      throw error;
    } catch (error) {
      throw error instanceof StorageError ? error : unreachable(error);
    }
  }

  const storage: Storage = {
    async put(name, bytes) {
      await request("PUT", name, bytes);
    },
    get: (name) => request("GET", name),
    async delete(name) {
      await request("DELETE", name);
    },
    async *list() {
      // Lazy-loaded: a server lists nothing.
      const { listUrl, parseListing } = await import("./s3-listing.ts");
      for (let token: string | undefined; ; ) {
        const answer = parseListing(String((await send("GET", listUrl(base, token))) ?? ""));
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
