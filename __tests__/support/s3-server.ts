import { createHash, createHmac, type Hash, type Hmac, randomUUID, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { SignatureV4 } from "@smithy/signature-v4";
import { listFiles } from "./s3-listing.ts";

const KEY = "octavo-key";
const SECRET = "a/secret+with=signs";
const BUCKET = "images";
const REGION = "eu-test-1";

/** The hash that the signer needs, from Node. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as string);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

const signer = new SignatureV4({
  service: "s3",
  region: REGION,
  credentials: { accessKeyId: KEY, secretAccessKey: SECRET },
  sha256: Sha256 as never,
  uriEscapePath: false,
});

const CREDENTIAL = /Credential=([^/]+)\/\d+\/([^/]+)\//;

/** Verifies a request as a service does, with another implementation of the signature than the client's. @returns an error code */
async function signatureError(req: IncomingMessage, body: Buffer): Promise<string | undefined> {
  const { authorization = "", host = "" } = req.headers;
  const [, accessKeyId, region] = CREDENTIAL.exec(authorization) ?? [];
  if (accessKeyId !== KEY) return "InvalidAccessKeyId";
  if (region !== REGION) return "AuthorizationHeaderMalformed";
  const { pathname, searchParams } = new URL(req.url ?? "/", "http://s3.test");
  const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(";") ?? [];
  const headers = Object.fromEntries(names.map((name) => [name, String(req.headers[name] ?? "")]));
  const [date = ""] = [headers["x-amz-date"]];
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  const [hostname = "", port] = host.split(":");
  const signed = await signer.sign(
    {
      method: req.method ?? "",
      protocol: "http:",
      hostname,
      ...(port && { port: Number(port) }),
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers,
    },
    { signingDate: new Date(iso) },
  );
  const [expected, sent] = [Buffer.from(signed.headers.authorization ?? ""), Buffer.from(authorization)];
  const clean = (text: Buffer) => Buffer.from(String(text).replace(/,\s*/g, ", "));
  const [one, other] = [clean(expected), clean(sent)];
  if (one.length !== other.length || !timingSafeEqual(one, other)) return "SignatureDoesNotMatch";
  const digest = createHash("sha256").update(body).digest("hex");
  return headers["x-amz-content-sha256"] === digest ? undefined : "XAmzContentSHA256Mismatch";
}

const STATUS: Record<string, number> = {
  NoSuchKey: 404,
  NoSuchBucket: 404,
  NoSuchUpload: 404,
  InvalidPart: 400,
  EntityTooSmall: 400,
  SlowDown: 503,
  AuthorizationHeaderMalformed: 400,
  XMinioStorageFull: 507,
};

function refuse(res: ServerResponse, code: string): void {
  res.writeHead(STATUS[code] ?? 403, { "content-type": "application/xml" });
  res.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>No</Message></Error>`);
}

/** An S3-compatible service on the loopback interface that verifies each signature. */
export type S3Server = {
  /** A valid FILES_URL. */
  url: string;
  files: Map<string, Buffer>;
  /** The uploads in parts that are not completed, by their ids: no files yet. */
  uploads: Map<string, Map<number, Buffer>>;
  /** The methods and names of the requests. */
  requests: string[];
  /** The error code of all following requests; "silence" for no response. */
  failure: string | undefined;
  /** Makes all files as old as this, in milliseconds. */
  age(ms: number): void;
  /** Whether the request that completes an upload in parts gets a response, or its connection is closed. */
  complete: "respond" | "silently";
  close(): Promise<void>;
};

/** The smallest part of an upload but the last (S3), in bytes. */
const PART_BYTES_MIN = 5 * 1024 * 1024;

type Uploads = S3Server["uploads"];

const tagOf = (part: Buffer) => `"${createHash("md5").update(part).digest("hex")}"`;

/** Puts the parts of an upload together. @returns the file, or an error code */
function complete(parts: Map<number, Buffer>, list: string): Buffer | string {
  const named = [...list.matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>([^<]+)<\/ETag>/g)];
  const found = named.map(([, number]) => parts.get(Number(number)) ?? Buffer.alloc(0));
  if (named.length === 0 || found.some((part, at) => tagOf(part) !== named[at]?.[2])) return "InvalidPart";
  if (found.slice(0, -1).some((part) => part.length < PART_BYTES_MIN)) return "EntityTooSmall";
  return Buffer.concat(found);
}

/** Uploads in parts. @returns an error code; undefined once it has responded */
function multipart(
  { files, uploads }: { files: Map<string, Buffer>; uploads: Uploads },
  { method, name, query, body }: { method: string; name: string; query: URLSearchParams; body: Buffer },
  res: ServerResponse,
): string | undefined {
  if (query.has("uploads")) {
    const id = randomUUID();
    uploads.set(id, new Map());
    res.end(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
    return undefined;
  }
  const id = query.get("uploadId") ?? "";
  const parts = uploads.get(id);
  if (!parts) return "NoSuchUpload";
  if (method === "PUT") {
    parts.set(Number(query.get("partNumber")), body);
    res.writeHead(200, { etag: tagOf(body) }).end();
    return undefined;
  }
  if (method === "POST") {
    const file = complete(parts, body.toString());
    if (typeof file === "string") return file;
    files.set(name, file);
  }
  uploads.delete(id);
  res.writeHead(method === "POST" ? 200 : 204).end(method === "POST" ? "<CompleteMultipartUploadResult/>" : undefined);
  return undefined;
}

/** Sends a file, or a part of it (RFC 9110, 14.2). */
function sendFile(req: IncomingMessage, res: ServerResponse, file: Buffer): void {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(req.headers.range ?? "") ?? [];
  if (first === undefined) return void res.writeHead(200).end(file);
  const part = file.subarray(Number(first), Number(last) + 1);
  res.writeHead(206, { "content-range": `bytes ${first}-${Number(first) + part.length - 1}/${file.length}` }).end(part);
}

export async function startS3Server(): Promise<S3Server> {
  const files = new Map<string, Buffer>();
  let storedAt = Date.now();
  const uploads: Uploads = new Map();
  const state: Pick<S3Server, "complete" | "failure" | "requests"> = {
    complete: "respond",
    failure: undefined,
    requests: [],
  };
  const server = createServer(async (req, res) => {
    const body = await buffer(req);
    const { pathname, search, searchParams: query } = new URL(req.url ?? "/", "http://s3.test");
    const [, bucket, ...rest] = pathname.split("/");
    const name = rest.join("/");
    const { method = "" } = req;
    state.requests.push(`${method} ${name}${search}`);
    if (state.failure === "silence") return;
    const error =
      (await signatureError(req, body)) ?? state.failure ?? (bucket === BUCKET ? undefined : "NoSuchBucket");
    if (error) return refuse(res, error);
    if (query.has("list-type")) return void res.writeHead(200).end(listFiles(files.keys(), query, storedAt));
    if (query.has("uploads") || query.has("uploadId")) {
      if (method === "POST" && query.has("uploadId") && state.complete === "silently") req.socket.destroy();
      const failed = multipart({ files, uploads }, { method, name, query, body }, res);
      if (failed) refuse(res, failed);
      return;
    }
    if (method === "PUT") files.set(name, body);
    if (method === "DELETE") files.delete(name);
    if (method !== "GET") return void res.writeHead(method === "PUT" ? 200 : 204).end();
    const file = files.get(name);
    if (file) sendFile(req, res, file);
    else refuse(res, "NoSuchKey");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const secret = encodeURIComponent(SECRET);
  return Object.assign(state, {
    url: `s3+http://${KEY}:${secret}@127.0.0.1:${port}/${BUCKET}?region=${REGION}`,
    files,
    age(ms: number) {
      storedAt = Date.now() - ms;
    },
    uploads,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

/** A service of its own for each test of the file. */
export function withS3Server(): { readonly s3: S3Server } {
  let s3: S3Server;
  beforeEach(async () => {
    s3 = await startS3Server();
  });
  afterEach(() => s3.close());
  return {
    get s3() {
      return s3;
    },
  };
}
