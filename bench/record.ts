import { get } from "node:http";

/** A response as received. */
export type Recorded = {
  /** Path and query. */
  url: string;
  /** Alternating names and values, without those that every server sets itself. */
  headers: string[];
  /** In base64, in the content coding in which it was sent. */
  body: string;
  bytes: number;
};

const SERVER_HEADERS = ["date", "connection", "keep-alive"];

/** Records the second response to a request: the first may be a cache miss. */
export async function record(origin: string, url: string, headers: Record<string, string>): Promise<Recorded> {
  await once(origin, url, headers);
  return once(origin, url, headers);
}

/** Sends one request. @throws if the response is not 200 */
export function once(origin: string, url: string, headers: Record<string, string>): Promise<Recorded> {
  return new Promise((resolve, reject) => {
    const request = get(origin + url, { headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      if (response.statusCode !== 200) return reject(new Error(`${url} responded ${response.statusCode}`));
      const { rawHeaders } = response;
      const recorded = rawHeaders.filter(
        (_, index) => !SERVER_HEADERS.includes(rawHeaders[index - (index % 2)]?.toLowerCase() ?? ""),
      );
      const body = Buffer.concat(chunks);
      resolve({ url, headers: recorded, body: body.toString("base64"), bytes: body.length });
    });
    request.on("error", reject);
  });
}
