import { execFileSync } from "node:child_process";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import path from "node:path";
import { lazyNext } from "#lib/server/next-app";

const mockPrepare = jest.fn<Promise<void>, []>();
const mockHandler = jest.fn();
const mockNext = jest.fn((_options: object) => ({ prepare: mockPrepare, getRequestHandler: () => mockHandler }));
jest.mock("next", () => ({ __esModule: true, default: (options: object) => mockNext(options) }));

const options = { dev: false, httpServer: {} as Server };
const [req, res] = [{} as IncomingMessage, {} as ServerResponse];

test("Next is loaded by the first who asks for it, once, and asked by everyone when it is ready", async () => {
  let getReady = () => {};
  mockPrepare.mockReturnValueOnce(new Promise((resolve) => (getReady = resolve)));
  const next = lazyNext(options);
  expect(mockNext).not.toHaveBeenCalled();

  const asked = [next.handle(req, res), next.load(), next.handle(req, res)];
  await new Promise(setImmediate);
  expect(mockHandler).not.toHaveBeenCalled();
  getReady();
  await Promise.all(asked);
  expect(mockNext.mock.calls).toEqual([[options]]);
  expect(mockHandler.mock.calls).toEqual([
    [req, res],
    [req, res],
  ]);
});

test("whoever waits is told that it cannot be loaded", async () => {
  mockPrepare.mockRejectedValueOnce(new Error("no build"));
  const next = lazyNext(options);
  await expect(next.handle(req, res)).rejects.toThrow("no build");
  await expect(next.load()).rejects.toThrow("no build");
});

test("what renders Next's pages is React's renderer for Node, and no other is loaded", () => {
  const program = `
    import { createRequire } from "node:module";
    import { renderForNode } from "#lib/server/next-app";
    const require = createRequire(import.meta.url);
    renderForNode();
    require("next/dist/compiled/next-server/pages.runtime.prod.js");
    console.log(JSON.stringify(Object.keys(require.cache)));`;
  const args = ["--input-type=module", "--eval", program];
  const env = { ...process.env, NODE_ENV: "production" as const };
  const loaded: string[] = JSON.parse(execFileSync(process.execPath, args, { env, encoding: "utf8" }));
  const renderers = loaded.map((file) => path.basename(file)).filter((name) => name.startsWith("react-dom-server."));
  expect(renderers).toEqual(["react-dom-server.node.production.js"]);
});
