import type { Server } from "node:http";
import type { Handle } from "./capture.ts";

type Options = Parameters<typeof import("next")["default"]>[0] & { httpServer: Server };

/**
 * Next's own handler, which is loaded by whoever asks it first: that takes longer than all else in a start, and endpoints do
 * without it (built-api.ts).
 * @param prepare is done right before Next is loaded
 */
export function lazyNext(options: Options, prepare = () => {}): { handle: Handle; load(): Promise<Handle> } {
  let loading: Promise<Handle> | undefined;

  async function begin(): Promise<Handle> {
    prepare();
    const { default: next } = await import("next");
    const app = next(options);
    await app.prepare();
    return app.getRequestHandler();
  }

  function load(): Promise<Handle> {
    loading ??= begin().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  }

  return { load, handle: async (req, res) => (await load())(req, res) };
}
