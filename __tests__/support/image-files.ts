import { randomBytes } from "node:crypto";
import sharp from "sharp";

/** A picture with something in each corner, so that its orientation shows: red, green, blue and white, clockwise from the top left. */
export function picture(width = 64, height = 48) {
  const half = { width: Math.max(1, width >> 1), height: Math.max(1, height >> 1) };
  const corner = (background: string, left: number, top: number) => ({
    input: { create: { ...half, channels: 3 as const, background } },
    left,
    top,
  });
  return sharp({ create: { width, height, channels: 3, background: "white" } }).composite([
    corner("red", 0, 0),
    corner("lime", width - half.width, 0),
    corner("blue", width - half.width, height - half.height),
  ]);
}

const ASCII = 2;
const SHORT = 3;
const LONG = 4;

type Tag = [tag: number, type: number, count: number, value: number];

/** An IFD (TIFF 6.0, section 2) with its entries and the offset of the next one. */
function ifd(tags: Tag[], next: number): Buffer {
  const bytes = Buffer.alloc(2 + tags.length * 12 + 4);
  bytes.writeUInt16LE(tags.length, 0);
  for (const [index, [tag, type, count, value]] of tags.entries()) {
    const at = 2 + index * 12;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(type, at + 2);
    bytes.writeUInt32LE(count, at + 4);
    bytes.writeUInt32LE(value, at + 8);
  }
  bytes.writeUInt32LE(next, bytes.length - 4);
  return bytes;
}

const segment = (marker: number, content: Buffer) => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
};

/** What a photograph from a phone says about its owner; none of it may be in anything stored. */
export const SECRETS = ["SECRET-PLACE", "SECRET-CAMERA", "SECRET-XMP", "SECRET-CAPTION", "SECRET-COMMENT"];

/** A photograph as a phone stores it: lying on its side (orientation 6), with GPS data, an embedded thumbnail, XMP, IPTC and a comment. */
export async function phonePhoto(width = 64, height = 48): Promise<Buffer> {
  const jpeg = await picture(width, height).jpeg({ quality: 95 }).toBuffer();
  const thumbnail = await picture(16, 12).jpeg().toBuffer();
  const [place, camera] = [Buffer.from("SECRET-PLACE\0"), Buffer.from("SECRET-CAMERA\0")];
  // Offsets count from the TIFF header.
  const [ifd0, gps, ifd1] = [8, 8 + 42, 8 + 42 + 18];
  const texts = ifd1 + 42;
  const tiff = Buffer.concat([
    Buffer.from("II*\0\x08\0\0\0", "latin1"),
    ifd(
      [
        [0x010f, ASCII, camera.length, texts + place.length],
        [0x0112, SHORT, 1, 6],
        [0x8825, LONG, 1, gps],
      ],
      ifd1,
    ),
    ifd([[0x001b, ASCII, place.length, texts]], 0),
    ifd(
      [
        [0x0103, SHORT, 1, 6],
        [0x0201, LONG, 1, texts + place.length + camera.length],
        [0x0202, LONG, 1, thumbnail.length],
      ],
      0,
    ),
    place,
    camera,
    thumbnail,
  ]);
  if (ifd0 !== 8) throw new Error("the first IFD has moved");
  return Buffer.concat([
    jpeg.subarray(0, 2),
    segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0"), tiff])),
    segment(0xe1, Buffer.from("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET-XMP</x:xmpmeta>")),
    segment(0xed, Buffer.from("Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x13\x1c\x02\x78\0\x0eSECRET-CAPTION\0")),
    segment(0xfe, Buffer.from("SECRET-COMMENT")),
    jpeg.subarray(2),
  ]);
}

/** An animation of coloured frames. */
export async function animation(frames = 3, width = 32, height = 24): Promise<Buffer> {
  const stills = await Promise.all(
    Array.from({ length: frames }, (_, frame) =>
      sharp({ create: { width, height, channels: 3, background: { r: (frame * 83) % 256, g: 128, b: 255 - frame } } })
        .png()
        .toBuffer(),
    ),
  );
  return sharp(stills, { join: { animated: true } })
    .gif({ delay: stills.map(() => 100), loop: 0 })
    .toBuffer();
}

/** The colour of a pixel, as `red`, `lime`, `blue` or `white`. */
export async function colourAt(image: Buffer, x: number, y: number): Promise<string> {
  const { data } = await sharp(image)
    .removeAlpha()
    .extract({ left: x, top: y, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [red = 0, green = 0, blue = 0] = [...data].map((value) => (value > 127 ? 1 : 0));
  return { 100: "red", 10: "lime", 1: "blue", 111: "white" }[red * 100 + green * 10 + blue] ?? `${[...data]}`;
}

/** A PNG that cannot be compressed, and differs each time. */
export function noise(width: number, height: number): Promise<Buffer> {
  return sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
