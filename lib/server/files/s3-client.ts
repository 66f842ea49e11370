import { createHash } from "node:crypto";
import { AwsClient } from "aws4fetch";
import type { Bucket } from "./files-url.ts";
import { StorageError } from "./storage.ts";

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

type Request = {
  method: "GET" | "PUT" | "POST" | "DELETE";
  /** Appended to the bucket's URL. */
  name?: string;
  /** Where the request is about the bucket itself. */
  url?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Buffer | undefined;
};

type Answer = { status: number; headers: Headers; body: Buffer };

/** Sends a request. @returns the response; undefined where the file does not exist @throws {StorageError} */
export type S3Client = (request: Request) => Promise<Answer | undefined>;

/** The URL of a bucket without its secrets, for messages. */
export const shownBucket = (base: string) => base.replace(/^http(s?):\/\//, (_, s) => (s ? "s3://…@" : "s3+http://…@"));

/**
 * Sends signed requests to a bucket of an S3-compatible service (path-style URLs, signature version 4).
 * @param shown what messages begin with
 * @param timeoutMs how long a request may take, with its retries
 */
export function s3Client(
  { base, region, accessKeyId, secretAccessKey }: Bucket,
  shown: string,
  timeoutMs: number,
): S3Client {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3", retries: RETRIES });

  function unreachable(error: unknown): StorageError {
    const { cause, message, name } = error as Error & { cause?: { code?: string } };
    const reason =
      name === "TimeoutError" ? `did not respond within ${timeoutMs / 1000} seconds` : (cause?.code ?? message);
    return new StorageError(`${shown}: the service cannot be reached (${reason})`, { cause: error });
  }

  /** @param text the body of the response: an error may have the status 200 */
  function refused(status: number, text: string): StorageError {
    const code = /<Code>([\w.-]{1,80})<\/Code>/.exec(text)?.[1] ?? "";
    const isFull = FULL.includes(code) || status === 507;
    const cause = isFull ? "there is no space left" : (CAUSES[code] ?? "the service refused");
    return new StorageError(`${shown}: ${cause} (${[code, status].filter(Boolean).join(", ")})`, { isFull });
  }

  return async ({ body, headers, method, name = "", query = {}, url = `${base}${name}` }) => {
    const digest = createHash("sha256")
      .update(body ?? "")
      .digest("hex");
    const search = new URLSearchParams(query).toString();
    try {
      const response = await client.fetch(`${url}${search && `?${search}`}`, {
        method,
        headers: { ...headers, "X-Amz-Content-Sha256": digest },
        signal: AbortSignal.timeout(timeoutMs),
        redirect: "manual",
        ...(body && { body: new Uint8Array(body) }),
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      if (response.ok && !(method === "POST" && bytes.includes("<Error>"))) {
        return { status: response.status, headers: response.headers, body: bytes };
      }
      const error = refused(response.status, bytes.toString());
      const isMissing = response.status === 404 && method !== "PUT" && method !== "POST";
      if (isMissing && !error.message.includes("NoSuchBucket")) return undefined;
      throw error;
    } catch (error) {
      throw error instanceof StorageError ? error : unreachable(error);
    }
  };
}
