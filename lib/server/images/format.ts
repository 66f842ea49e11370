/** The formats that are decoded, by the name that sharp has for them, with their media types. */
const FORMATS: Record<string, string> = {
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  gif: "image/gif",
  heif: "image/avif",
};

export const ACCEPTED_TYPES = Object.values(FORMATS);

/** sharp's decoders for these formats; all others stay blocked. AVIF is a kind of HEIF. */
export const DECODERS = [
  ...["VipsForeignLoadJpegFile", "VipsForeignLoadPngFile", "VipsForeignLoadWebpFile"],
  ...["VipsForeignLoadNsgifFile", "VipsForeignLoadHeifFile"],
];

/** Whether an image with this metadata of sharp is accepted. HEIC is HEIF too, compressed as HEVC. */
export const isAccepted = ({ compression, format }: { compression?: string; format: string }) =>
  Object.hasOwn(FORMATS, format) && (format !== "heif" || compression === "av1");

/** How many first bytes `describeType` needs. */
export const HEAD_BYTES = 4_096;

/** Files that are often sent but not accepted, by how they begin. */
const OTHERS: [pattern: RegExp, name: string][] = [
  [/^[\s\S]{4}ftyp(?:heic|heix|heim|heis|hevc|hevx|mif1|msf1)/, "HEIC; export it as JPEG"],
  [/^[\s\S]{4}ftyp/, "a video"],
  [/^.E\xdf\xa3/s, "a video"],
  [/^(?:II\*\0|MM\0\*)/, "TIFF"],
  [/^BM/, "BMP"],
  [/^(?:\xff\n|.{4}JXL )/s, "JPEG XL"],
  [/^%PDF/, "a PDF document"],
  [/^8BPS/, "a Photoshop document"],
  [/^PK/, "an archive"],
  [/<svg[\s>]/i, "SVG"],
  [/<(?:!doctype|html|\?xml)/i, "HTML or XML"],
];
/** The beginnings of accepted formats. */
const BEGINNINGS = /^(?:\xff\xd8\xff|\x89PNG|RIFF[\s\S]{4}WEBP|GIF8|[\s\S]{4}ftypavi[fs])/;

/** What a file that could not be decoded is, by its first bytes; undefined if it begins like an accepted image. */
export function describeType(head: Uint8Array): string | undefined {
  const text = Buffer.from(head).toString("latin1");
  if (BEGINNINGS.test(text)) return undefined;
  return OTHERS.find(([pattern]) => pattern.test(text))?.[1] ?? "of an unknown type";
}

/** Why a file of this type is not accepted. @param type see `describeType` */
export const typeDetail = (type: string) => `The file is ${type}; accepted: ${ACCEPTED_TYPES.join(", ")}.`;
