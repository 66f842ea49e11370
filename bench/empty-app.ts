import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { folder, type Server, start } from "./server.ts";

const NEXT = path.resolve("node_modules/next/dist/bin/next");
const APP = path.resolve("bench/empty");

/** Builds the empty app as Octavo is built. */
export function buildEmptyApp(): void {
  execFileSync(process.execPath, [NEXT, "build", "--webpack"], {
    cwd: APP,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
}

/** Starts the empty app. @param list the JSON that its endpoint of the list sends @param post the same for one post */
export function startEmptyApp(list: string, post: string): Promise<Server> {
  const files = { LIST_FILE: path.join(folder, "list.json"), POST_FILE: path.join(folder, "post.json") };
  writeFileSync(files.LIST_FILE, list);
  writeFileSync(files.POST_FILE, post);
  return start("empty", {
    command: (port) => [NEXT, "start", "-H", "127.0.0.1", "-p", String(port)],
    cwd: APP,
    environment: files,
    firstPath: "/api/posts",
  });
}

/** The path of its page with about this many bytes. */
export async function pageOfLength(empty: Server, bytes: number): Promise<string> {
  const shortest = (await (await fetch(`${empty.url}/page?length=0`)).arrayBuffer()).byteLength;
  return `/page?length=${Math.round((bytes - shortest) / 16) * 16}`;
}
