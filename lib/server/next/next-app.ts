import type { Server } from "node:http";
import type { Handle } from "./capture.ts";

type Options = Parameters<typeof import("next")["default"]>[0] & { httpServer: Server };

/**
 * Next's request handler, loaded on first use: loading takes longer than the rest of the start, and endpoints do not need
 * it (built-api.ts). Loading that failed is retried by the next request.
 * @param prepare runs right before Next is loaded
 */
export function lazyNext(options: Options, prepare = () => {}): { handle: Handle; load(): Promise<Handle> } {
  let loading: Promise<Handle> | undefined;

  async function start(): Promise<Handle> {
    prepare();
    const { default: next } = await import("next");
    const app = next(options);
    await app.prepare();
    return app.getRequestHandler();
  }

  function load(): Promise<Handle> {
    loading ??= start().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  }

  return { load, handle: async (req, res) => (await load())(req, res) };
}
