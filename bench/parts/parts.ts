// What creating a post consists of, measured alone: GET /commit and /render respond with the milliseconds for one post.
import { createServer } from "node:http";
import { renderPost } from "#lib/server/rendering/render";
import { draft } from "../octavo.ts";
import { type RecordedCreate, recordCreate } from "./record.ts";
import { replayPostgres } from "./replay-postgres.ts";
import { replaySqlite } from "./replay-sqlite.ts";

const [url = "", port] = process.argv.slice(2);

/** The durable commit of a post. @param together the number of posts at the same time */
async function commits(create: RecordedCreate, together: number): Promise<() => unknown> {
  if (!url.startsWith("file:")) return replayPostgres(url, create, together);
  const commit = replaySqlite(url, create);
  return () => commit(together);
}

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
const committing = new Map<number, () => unknown>();

createServer(async (req, res) => {
  const { pathname, searchParams } = new URL(req.url ?? "", "http://localhost");
  // The timer of an idle connection expires while a part is measured.
  res.setHeader("Connection", "close");
  const [together, seconds] = [Number(searchParams.get("together")), Number(searchParams.get("seconds"))];
  if (pathname === "/commit") {
    const commit = committing.get(together) ?? (await commits(create, together));
    committing.set(together, commit);
    res.end(String((await timeOf(commit, seconds)) / together));
  } else if (pathname === "/render") {
    res.end(String(await timeOf(render, seconds)));
  } else {
    res.end();
  }
}).listen(Number(port), "127.0.0.1");
