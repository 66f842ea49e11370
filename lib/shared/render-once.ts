/** Under this key of `globalThis` the server has `RenderOnce`; the same in every bundle. It is missing in development and in browsers. */
export const RENDER_ONCE = "octavo.render-once";

/**
 * Renders an element as HTML, once for each key.
 * @param key everything that the HTML depends on
 */
export type RenderOnce<Element> = (key: string, create: () => Element) => string;
