import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/**
 * Next renders pages with React's renderer for other runtimes than Node, which turns each piece of text into bytes by itself.
 * React's renderer for Node does the same in a third of the time: it is given to who asks for the other. To be done before
 * Next is loaded.
 */
export function renderForNode(): void {
  require("react-dom/server.node");
  require.cache[require.resolve("react-dom/server.edge")] = require.cache[require.resolve("react-dom/server.node")];
}
