import { createRequire } from "node:module";
import { log } from "#lib/server/log";

const require = createRequire(import.meta.url);

/**
 * Replaces React's renderer for edge runtimes, which Next renders pages with, by the one for Node: it encodes text in a
 * third of the time. Call it before Next is loaded. Where React has no such module, one warning is logged and Next uses its own.
 * @param renderer for tests
 */
export function renderForNode(renderer = "react-dom/server.node"): void {
  try {
    require(renderer);
    require.cache[require.resolve("react-dom/server.edge")] = require.cache[require.resolve(renderer)];
  } catch (error) {
    log.warn({ event: "renderer-unusable", err: error }, "React's renderer for Node not found; Next uses its own");
  }
}
