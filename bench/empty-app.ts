import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { bodyOf, pageElements } from "./element-tree.ts";
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

/**
 * Starts the empty app.
 * @param list the JSON that its endpoint of the list sends
 * @param post the same for one post
 * @param pages HTML of pages whose elements it renders from constants, by name
 */
export function startEmptyApp(list: string, post: string, pages: Record<string, string>): Promise<Server> {
  const elements = Object.entries(pages).map(([name, html]) => [name, pageElements(html)]);
  const contents = { LIST_FILE: list, POST_FILE: post, ELEMENTS_FILE: JSON.stringify(Object.fromEntries(elements)) };
  const files: Record<string, string> = {};
  for (const [name, content] of Object.entries(contents)) {
    files[name] = path.join(folder, `${name}.json`);
    writeFileSync(files[name], content);
  }
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

/** The path of its page that renders the elements of a page of `startEmptyApp`. @throws if it renders something else */
export async function pageOfElements(empty: Server, name: string, html: string): Promise<string> {
  const path = `/elements?page=${encodeURIComponent(name)}`;
  const theirs = await (await fetch(empty.url + path)).text();
  if (bodyOf(theirs) !== bodyOf(html)) throw new Error(`the empty app does not render the elements of ${name}`);
  return path;
}
