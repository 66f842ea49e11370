import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { withFailureResponses } from "#lib/server/http/failures";
import type { Handle } from "#lib/server/next/capture";
import { type Manifests, readManifests } from "#lib/server/next/manifests";
import { withFolder } from "./folder.ts";

/** What a test makes of a build: the code of its pages, other entries of its manifest of pages, and its routes. */
type Build = { pages: Record<string, string>; others?: Record<string, string>; routes: object };

const fileOf = (page: string) => `pages${page === "/" ? "/index" : page}.js`;

/** A build in a folder, and a server that handles requests by it: new ones for each test of the file. */
export function withBuildFolder(
  { pages, others = {}, routes }: Build,
  handleBy: (manifests: Manifests | undefined) => Handle,
): { readonly url: string; file(name: string): string } {
  const folder = withFolder();
  let server: Server;
  beforeEach(async () => {
    const write = (name: string, text: string) => {
      const file = folder.file(name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    };
    const files = Object.fromEntries(Object.keys(pages).map((page) => [page, fileOf(page)]));
    write("server/pages-manifest.json", JSON.stringify({ ...files, ...others }));
    write("routes-manifest.json", JSON.stringify(routes));
    for (const [page, code] of Object.entries(pages)) write(`server/${fileOf(page)}`, code);
    const handle = withFailureResponses(handleBy(readManifests(folder.file("."))));
    server = createServer((req, res) => void handle(req, res)).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    file: (name) => folder.file(name),
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
  };
}
