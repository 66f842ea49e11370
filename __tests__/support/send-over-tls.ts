import type { OutgoingHttpHeaders } from "node:http";
import https from "node:https";

export type TlsReply = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
  json(): unknown;
};
type Options = {
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: unknown;
  agent?: https.Agent | false;
  /** The IP address to connect from. */
  from?: string;
};

/**
 * Sends a request to a server with a certificate of its own, and returns the bytes of the response as they are. A body that is not bytes is sent as
 * JSON. @throws where the connection breaks
 */
export function sendOverTls(url: string, { body, from, headers = {}, ...options }: Options = {}): Promise<TlsReply> {
  const isRaw = body === undefined || body instanceof Uint8Array;
  const bytes = isRaw ? body : Buffer.from(JSON.stringify(body));
  const type = isRaw ? {} : { "Content-Type": "application/json" };
  const length = bytes === undefined ? {} : { "Content-Length": bytes.byteLength };
  return new Promise((resolve, reject) => {
    const request = https.request(url, {
      agent: false,
      ...options,
      ...(from === undefined ? {} : { localAddress: from, family: 4 }),
      rejectUnauthorized: false,
      headers: { ...type, ...length, ...headers },
    });
    request.on("error", reject);
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const whole = Buffer.concat(chunks);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes: whole,
          json: () => JSON.parse(whole.toString()) as unknown,
        });
      });
    });
    request.end(bytes);
  });
}
