import { GIF } from "image-size/types/gif";
import { JPG } from "image-size/types/jpg";
import { PNG } from "image-size/types/png";
import type { MarkdownIt, Token } from "markdown-it";

type Size = { width: number; height: number };

/** A size that the author appends to the URL, `cat.jpg#800x600`, so that no server is requested for it; others ignore it. */
const WRITTEN_SIZE = /#(\d{1,5})x(\d{1,5})$/;
const DATA_URL = /^data:image\/(?:png|gif|jpeg);base64,/i;

/** The formats that a data: URL may hold. The package's entry module would load parsers for seventeen others. */
const FORMATS = [PNG, GIF, JPG];

/** The size in an image's header; undefined for other formats and corrupt images, where image-size throws. */
function sizeInHeader(bytes: Buffer): Size | undefined {
  try {
    return FORMATS.find((format) => format.validate(bytes))?.calculate(bytes);
  } catch {
    return undefined;
  }
}

/** An image's size as far as its URL contains it; nothing is fetched. */
function sizeInUrl(src: string): Size | undefined {
  const [, width, height] = WRITTEN_SIZE.exec(src) ?? [];
  if (width && height) return { width: Number(width), height: Number(height) };
  return DATA_URL.test(src) ? sizeInHeader(Buffer.from(src.slice(src.indexOf(",") + 1), "base64")) : undefined;
}

function setAttributes(image: Token): void {
  // On a site without https, a URL without a scheme would be http, which `img-src` of the Content-Security-Policy blocks.
  const src = String(image.attrGet("src")).replace(/^\/\//, "https://");
  const { width = 0, height = 0 } = sizeInUrl(src) ?? {};
  image.attrSet("src", src);
  const hasSize = image.attrGet("width") !== null || image.attrGet("height") !== null;
  if (width > 0 && height > 0 && !hasSize) {
    image.attrSet("width", String(width));
    image.attrSet("height", String(height));
  }
  image.attrSet("loading", "lazy");
  image.attrSet("decoding", "async");
}

/** Loads images lazily, and reserves their space where their size is known. */
export function images(parser: MarkdownIt): void {
  parser.core.ruler.push("images", (state) => {
    for (const { children } of state.tokens) {
      for (const token of children ?? []) if (token.type === "image") setAttributes(token);
    }
  });
}
