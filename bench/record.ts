import { get } from "node:http";

/** A response as it came over the wire. */
export type Recorded = {
  /** Path and query. */
  url: string;
  /** Names and values in turn, without those that every server makes for itself. */
  headers: string[];
  /** In base64, and in the coding in which it was sent. */
  body: string;
  bytes: number;
};

const OF_EACH_SERVER = ["date", "connection", "keep-alive"];

/** Asks as a load does, and keeps what comes. The second answer is taken: the first may still say that it was made just now. */
export async function record(origin: string, url: string, asked: Record<string, string>): Promise<Recorded> {
  await once(origin, url, asked);
  return once(origin, url, asked);
}

/** Asks once. @throws where the answer is not 200 */
export function once(origin: string, url: string, asked: Record<string, string>): Promise<Recorded> {
  return new Promise((resolve, reject) => {
    const request = get(origin + url, { headers: asked }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      if (response.statusCode !== 200) return reject(new Error(`${url} was answered with ${response.statusCode}`));
      const { rawHeaders } = response;
      const headers = rawHeaders.filter(
        (_, at) => !OF_EACH_SERVER.includes(rawHeaders[at - (at % 2)]?.toLowerCase() ?? ""),
      );
      const body = Buffer.concat(chunks);
      resolve({ url, headers, body: body.toString("base64"), bytes: body.length });
    });
    request.on("error", reject);
  });
}
