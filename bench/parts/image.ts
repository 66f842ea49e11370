// What storing an image takes without Octavo: a picture that is POSTed is decoded and encoded as the same files.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { processImage } from "#lib/server/images/process-image";

const [port] = process.argv.slice(2);
const LIMITS = { pixels: 100_000_000 };

createServer(async (req, res) => {
  if (req.method !== "POST") return void res.end();
  const folder = await mkdtemp(path.join(tmpdir(), "octavo-bench-image-"));
  try {
    const file = path.join(folder, "picture");
    await writeFile(file, await buffer(req));
    res.end(JSON.stringify(await processImage(file, folder, LIMITS)));
  } finally {
    await rm(folder, { recursive: true });
  }
}).listen(Number(port), "127.0.0.1");
