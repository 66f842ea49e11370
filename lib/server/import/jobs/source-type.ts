import { Problem } from "#lib/server/problem";

/** How many first bytes of a file `requireSourceType` looks at. */
export const HEAD_BYTES = 4_096;

const ACCEPTED =
  "must be an XML file exported by WordPress, a JSON file or zip exported by Ghost, or a zip with Markdown files";

/** Files that are no sources, by how they begin. */
const OTHERS: [pattern: RegExp, name: string][] = [
  [/^\xff\xd8\xff/, "a JPEG image"],
  [/^\x89PNG/, "a PNG image"],
  [/^GIF8/, "a GIF image"],
  [/^RIFF[\s\S]{4}WEBP/, "a WebP image"],
  [/^[\s\S]{4}ftyp/, "a video or a photograph"],
  [/^%PDF/, "a PDF document"],
  [/^[^ -\xff]\x8b/, "a gzip archive; unpack it, or make a zip of it"],
  [/^BZh/, "a bzip2 archive; unpack it, or make a zip of it"],
  [/^Rar!/, "a RAR archive; unpack it, or make a zip of it"],
  [/^7z\xbc\xaf/, "a 7z archive; unpack it, or make a zip of it"],
  [/^[\s\S]{257}ustar/, "a tar archive; unpack it, or make a zip of it"],
  [/^SQLite format 3/, "a database file"],
  [/^\s*<(?:!doctype html|html)/i, "an HTML page"],
  [/^\s*(?:--|\/\*).*(?:\n.*)*?\b(?:MySQL|MariaDB|PostgreSQL|phpMyAdmin)\b/i, "a dump of a database"],
  [/^---\r?\n/, "a Markdown file; make a zip of the folder that it is in"],
];

/** A zip, or text that begins as XML or JSON does. */
const SOURCE = /^(?:PK|(?:\xef\xbb\xbf)?\s*[<{[])/;
/** UTF-16 with a byte order mark. */
const UTF_16 = /^(?:\xff\xfe|\xfe\xff)/;

/** @throws {Problem} 422 for the first bytes of a file that is no source; `detail` names what was found */
export function requireSourceType(name: string, bytes: Uint8Array): void {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString("latin1");
  const other = OTHERS.find(([pattern]) => pattern.test(head))?.[1];
  if (other === undefined && SOURCE.test(head)) return;
  const found = other ?? (UTF_16.test(head) ? "text in UTF-16; save it as UTF-8" : "neither XML nor JSON nor a zip");
  throw new Problem("invalid-source", { detail: `${name} is ${found}. A source ${ACCEPTED}.` });
}
