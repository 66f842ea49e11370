import { z } from "zod";
import { PLAN, TABLE_NAMES } from "#lib/server/copy/tables";
import { MIGRATIONS } from "#lib/server/db/migrations/names";

/**
 * A backup is a zip whose files stand in this order: HEADER_PATH; the rows of each table in parts; the files of images; MANIFEST_PATH.
 * All parts of a table together are what `octavo digest` hashes. The comment of the zip is the SHA-256 of all bytes before it.
 */
export const FORMAT = "octavo-backup";
export const FORMAT_VERSION = 1;

export const HEADER_PATH = "octavo-backup.json";
export const MANIFEST_PATH = "manifest.json";
const NUMBER_DIGITS = 6;

export const partPath = (table: string, number: number) =>
  `tables/${table}/${String(number).padStart(NUMBER_DIGITS, "0")}.jsonl`;
export const imagePath = (fileName: string) => `images/${fileName}`;

/** The largest part of a table: one megabyte, and a last line, which has the longest texts of one row. */
export const PART_BYTES_MAX = 64 * 1024 * 1024;
/** The largest file of an image. */
export const IMAGE_BYTES_MAX = 512 * 1024 * 1024;
/** The largest other file. */
export const FILE_BYTES_MAX = 1024 * 1024;
/** The most bytes that a byte in the zip may become; `zip` compresses nothing by more. */
export const RATIO_MAX = 100;
/** The longest path of a file. */
export const PATH_BYTES_MAX = 300;

/** Of a table or a column, and none of another schema (`schema.table`). */
const Name = z.string().regex(/^[a-z_]{1,63}$/);

export const Header = z.object({
  format: z.literal(FORMAT),
  version: z.number().int().min(1),
  /** When the snapshot began: everything that was written before is in it. */
  beganAt: z.iso.datetime(),
  engine: z.enum(["sqlite", "postgres"]),
  /** The migrations that made the tables. */
  schema: z
    .array(z.string().regex(/^[\w-]{1,100}$/))
    .min(1)
    .max(10_000),
  /** The tables in the order in which they are filled, with the keys that their rows are sorted by. */
  tables: z.record(
    Name,
    z.object({ key: z.record(Name, z.enum(["number", "text"])), counts: z.literal(true).optional() }),
  ),
});
export type Header = z.infer<typeof Header>;

const Count = z.number().int().min(0);
const Digest = z.object({ rows: Count, sha256: z.string().regex(/^[\da-f]{64}$/) });

export const Manifest = z.object({
  /** The digest of the database (`octavo digest`). */
  tables: z.record(Name, Digest),
  nextIds: z.record(Name, Count.min(1)),
  imageFiles: Digest,
  /** The number of files of images that the storage had lost, which are not in the backup. */
  missingImageFiles: Count,
});
export type Manifest = z.infer<typeof Manifest>;

/** The header of a backup that is made now. */
export const newHeader = (engine: Header["engine"], beganAt: number): Header => ({
  format: FORMAT,
  version: FORMAT_VERSION,
  beganAt: new Date(beganAt).toISOString(),
  engine,
  schema: [...MIGRATIONS],
  tables: Object.fromEntries(TABLE_NAMES.map((name) => [name, PLAN[name]])),
});
