import { createRequire } from "node:module";
import { log } from "#lib/server/log";
import { encodeUtf8 } from "#lib/server/utf8";

type Renderer = Pick<typeof import("react-dom/server.node"), "renderToReadableStream" | "renderToString">;
type ReactElement = Parameters<Renderer["renderToString"]>[0];

const require = createRequire(import.meta.url);

/** How React marks a Suspense boundary whose content was not ready. Text of a page contains no `<`, and no comment. */
const FALLBACK = "<!--$!-->";

function streamOf(html: string) {
  const stream = new ReadableStream({
    start(controller) {
      // An empty chunk is an error where a stream of bytes is expected.
      if (html) controller.enqueue(encodeUtf8(html));
      controller.close();
    },
  });
  return Object.assign(stream, { allReady: Promise.resolve() });
}

/**
 * React's renderer with a `renderToReadableStream` that renders in one go and delivers one chunk, which takes less time than
 * streaming and delivers the same bytes. An element with content that has to be waited for is streamed, as React does.
 */
export const inOneChunk = (react: Renderer) => ({
  ...react,
  renderToReadableStream: async (element: ReactElement) => {
    const html = react.renderToString(element);
    return html.includes(FALLBACK) ? react.renderToReadableStream(element) : streamOf(html);
  },
});

/**
 * Replaces React's renderer for edge runtimes, which Next renders pages with and reads to the end before it sends anything.
 * Call it before Next is loaded. Where React has no such module, one warning is logged and Next uses its own.
 * @param renderer for tests
 */
export function replacePageRenderer(renderer = "react-dom/server.node"): void {
  try {
    const exports = inOneChunk(require(renderer));
    const module = require.cache[require.resolve(renderer)];
    if (module)
      require.cache[require.resolve("react-dom/server.edge")] = Object.assign(Object.create(module), { exports });
  } catch (error) {
    log.warn({ event: "renderer-unusable", err: error }, "React's renderer for Node not found; Next uses its own");
  }
}
