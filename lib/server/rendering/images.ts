import type { MarkdownIt, Token } from "markdown-it";

type Size = { width: number; height: number };

/** A size that the author wrote behind the address, `cat.jpg#800x600`: no server is asked for it, other readers pass over it. */
const WRITTEN_SIZE = /#(\d{1,5})x(\d{1,5})$/;
const DATA = /^data:image\/(?:png|gif|jpeg);base64,/i;

/** Segments of a JPEG that hold the size (ITU-T T.81, B.2.2), and those without a length. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function sizeOfJpeg(bytes: Buffer): Size | undefined {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    if (isFrame(bytes[at + 1] ?? 0)) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
  }
  return undefined;
}

/** The size that a picture says of itself at its beginning; undefined for other kinds, and for what only looks like one. */
function sizeOf(bytes: Buffer): Size | undefined {
  if (bytes.length < 24) return undefined;
  if (bytes.toString("latin1", 1, 4) === "PNG")
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  if (bytes.toString("latin1", 0, 3) === "GIF") return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  return bytes.readUInt16BE(0) === 0xffd8 ? sizeOfJpeg(bytes) : undefined;
}

/** The size of a picture as far as its address tells: nothing is fetched to know it. */
function knownSize(src: string): Size | undefined {
  const [, width, height] = WRITTEN_SIZE.exec(src) ?? [];
  if (width && height) return { width: Number(width), height: Number(height) };
  return DATA.test(src) ? sizeOf(Buffer.from(src.slice(src.indexOf(",") + 1), "base64")) : undefined;
}

function settle(image: Token): void {
  // On a site without https an address that names no scheme would be one that our pages show nothing from.
  const src = String(image.attrGet("src")).replace(/^\/\//, "https://");
  const { width = 0, height = 0 } = knownSize(src) ?? {};
  image.attrSet("src", src);
  if (width > 0 && height > 0) {
    image.attrSet("width", String(width));
    image.attrSet("height", String(height));
  }
  image.attrSet("loading", "lazy");
  image.attrSet("decoding", "async");
}

/** Pictures are fetched when they come near, and have their place before where their size is known. */
export function images(parser: MarkdownIt): void {
  parser.core.ruler.push("images", (state) => {
    for (const { children } of state.tokens) {
      for (const token of children ?? []) if (token.type === "image") settle(token);
    }
  });
}
