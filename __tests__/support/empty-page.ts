import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

const CACHE = "node_modules/.cache/octavo";

const PAGE = `import { createElement } from "react";

export default function Page() {
  return createElement("p");
}
`;

/** The URLs of the scripts that a current browser loads for a page, immediately or by `head.js`. */
export function scriptsIn(html: string): string[] {
  const tags = html.match(/<script\b[^>]*>/g) ?? [];
  const loaded = tags.filter((tag) => !/\bnomodule\b/i.test(tag));
  const later = /<meta name="scripts" content="([^"]*)"/.exec(html)?.[1]?.split(" ") ?? [];
  return [...loaded.flatMap((tag) => /\bsrc="([^"]*)"/.exec(tag)?.[1] ?? []), ...later];
}

/** Bytes over the wire. */
export const gzipped = (text: string | Buffer) => gzipSync(text).length;

/** Builds a Pages Router app with one page, nothing on it and no settings, by the same command as ours. @returns the bytes of its scripts */
function measure(): number {
  mkdirSync(".next", { recursive: true });
  const folder = mkdtempSync(path.resolve(".next/empty-"));
  try {
    mkdirSync(path.join(folder, "pages"));
    writeFileSync(path.join(folder, "package.json"), '{ "private": true, "type": "module" }');
    // Its own configuration: Next would find Octavo's in a parent folder.
    writeFileSync(path.join(folder, "next.config.js"), "export default {};");
    writeFileSync(path.join(folder, "pages/index.js"), PAGE);
    execFileSync(process.execPath, [path.resolve("node_modules/next/dist/bin/next"), "build", "--webpack"], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    });
    const html = readFileSync(path.join(folder, ".next/server/pages/index.html"), "utf8");
    const files = scriptsIn(html).map((src) => path.join(folder, src.replace("/_next/", ".next/")));
    return files.reduce((sum, file) => sum + gzipped(readFileSync(file)), 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The bytes (gzip) of the scripts of an empty page of the same Next. Measured once for each of its versions. */
export function emptyPageBytes(): number {
  const { version } = JSON.parse(readFileSync("node_modules/next/package.json", "utf8")) as { version: string };
  const file = path.join(CACHE, `empty-app-${version}.json`);
  if (!existsSync(file)) {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(file, JSON.stringify(measure()));
  }
  return JSON.parse(readFileSync(file, "utf8")) as number;
}
