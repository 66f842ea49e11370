// The minimum that a server in Node does: sends recorded responses by URL, byte for byte.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Recorded } from "./record.ts";

const [file = "", port] = process.argv.slice(2);
const recorded = new Map(
  (JSON.parse(readFileSync(file, "utf8")) as Recorded[]).map(({ body, headers, url }) => [
    url,
    { headers, body: Buffer.from(body, "base64") },
  ]),
);

createServer((req, res) => {
  const found = recorded.get(req.url ?? "");
  if (found) res.writeHead(200, found.headers).end(found.body);
  else res.writeHead(404).end();
}).listen(Number(port), "127.0.0.1");
