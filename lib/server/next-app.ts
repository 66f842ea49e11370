import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { Handle } from "./cache/capture.ts";

const require = createRequire(import.meta.url);

type Options = Parameters<typeof import("next")["default"]>[0] & { httpServer: Server };

/**
 * Next renders pages with React's renderer for other runtimes than Node, which turns each piece of text into bytes by itself.
 * React's renderer for Node does the same in a third of the time: it is given to who asks for the other.
 */
export function renderForNode(): void {
  require("react-dom/server.node");
  require.cache[require.resolve("react-dom/server.edge")] = require.cache[require.resolve("react-dom/server.node")];
}

/**
 * Next's own handler, which is loaded by whoever asks it first: that takes longer than all else in a start, and endpoints do
 * without it (built-api.ts).
 */
export function lazyNext(options: Options): { handle: Handle; load(): Promise<Handle> } {
  let loading: Promise<Handle> | undefined;

  async function begin(): Promise<Handle> {
    if (!options.dev) renderForNode();
    const { default: next } = await import("next");
    const app = next(options);
    await app.prepare();
    return app.getRequestHandler();
  }

  function load(): Promise<Handle> {
    loading ??= begin();
    return loading;
  }

  return { load, handle: async (req, res) => (await load())(req, res) };
}
