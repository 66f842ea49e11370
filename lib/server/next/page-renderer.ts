import { createRequire } from "node:module";
import { LRUCache } from "lru-cache";
import { log } from "#lib/server/log";
import { encodeUtf8 } from "#lib/server/utf8";
import { RENDER_ONCE, type RenderOnce } from "#lib/shared/render-once";

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

/** The most UTF-16 units of rendered parts of pages and their keys: those of two thousand posts in a list. */
const PARTS_MAX_LENGTH = 4_000_000;

/** Creates a cache of rendered parts of pages: after a change most of a list is the same. */
export function createRenderOnce({ renderToString }: Pick<Renderer, "renderToString">): RenderOnce<ReactElement> {
  const parts = new LRUCache<string, string>({
    maxSize: PARTS_MAX_LENGTH,
    sizeCalculation: (html, key) => html.length + key.length,
  });
  return (key, create) => {
    let html = parts.get(key);
    if (html === undefined) {
      html = renderToString(create());
      parts.set(key, html);
    }
    return html;
  };
}

/**
 * Replaces React's renderer for edge runtimes, which Next renders pages with and reads to the end before it sends anything.
 * Call it before Next is loaded. Where React has no such module, one warning is logged and Next uses its own.
 * @param renderer for tests
 */
export function replacePageRenderer(renderer = "react-dom/server.node"): void {
  try {
    const react: Renderer = require(renderer);
    const exports = inOneChunk(react);
    const module = require.cache[require.resolve(renderer)];
    if (module)
      require.cache[require.resolve("react-dom/server.edge")] = Object.assign(Object.create(module), { exports });
    Object.assign(globalThis, { [RENDER_ONCE]: createRenderOnce(react) });
  } catch (error) {
    log.warn({ event: "renderer-unusable", err: error }, "React's renderer for Node not found; Next uses its own");
  }
}
