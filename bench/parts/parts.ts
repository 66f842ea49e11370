// What creating a post consists of, measured alone: GET /commit and /render respond with the milliseconds for one post.
import { createServer } from "node:http";
import { renderPost } from "#lib/server/rendering/render";
import { draft } from "../octavo.ts";
import { type Replay, recordCreate } from "./record.ts";
import { replayPostgres } from "./replay-postgres.ts";
import { replaySqlite } from "./replay-sqlite.ts";

const [url = "", port] = process.argv.slice(2);

let texts = 0;
const render = () => renderPost(draft(texts++).content, { isTrustedAuthor: false });

/** Repeats `work` for `seconds`. @returns the milliseconds of one */
async function timeOf(work: () => unknown, seconds: number): Promise<number> {
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < seconds * 1000) {
    await work();
    count += 1;
  }
  return (performance.now() - started) / count;
}

const create = await recordCreate(url);
/** Durable commits of the same rows, by the number of posts at the same time. */
const replays = new Map<number, Replay>();
const replay = url.startsWith("file:") ? replaySqlite : replayPostgres;

createServer(async (req, res) => {
  const { pathname, searchParams } = new URL(req.url ?? "", "http://localhost");
  // The timer of an idle connection expires while a part is measured.
  res.setHeader("Connection", "close");
  const [together, seconds] = [Number(searchParams.get("together")), Number(searchParams.get("seconds"))];
  if (pathname === "/commit") {
    const existing = replays.get(together) ?? (await replay(url, create, together));
    replays.set(together, existing);
    res.end(String((await timeOf(existing.commit, seconds)) / together));
  } else if (pathname === "/render") {
    res.end(String(await timeOf(render, seconds)));
  } else {
    res.end();
  }
}).listen(Number(port), "127.0.0.1");
