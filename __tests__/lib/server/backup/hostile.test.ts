import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { strToU8, unzipSync, zipSync } from "fflate";
import { sealed } from "#lib/server/backup/seal";
import { BackupError } from "#lib/server/backup/target";
import { verifyBackup } from "#lib/server/backup/verify";
import { digester } from "#lib/server/copy/digest";
import { filesDigester } from "#lib/server/copy/image-files";
import { closeDatabase, useDatabase } from "#lib/server/db/database";
import { MIGRATIONS } from "#lib/server/db/migrations/names";
import { zip } from "#lib/server/export/zip";
import { files, openStorage } from "#lib/server/files/files";
import { backUp, bytesSource, restoreFrom } from "#support/backups";
import { withDatabases } from "#support/databases";
import { makePost } from "#support/factories";
import { withFolder } from "#support/folder";
import { isLong } from "#support/long";
import { withSettings } from "#support/settings";
import { uploaded, withImageFolder } from "#support/uploads";

jest.setTimeout(60_000);

const places = withDatabases();
const folder = withFolder();
withImageFolder();
withSettings({ WRITE_LIMIT: 0 });
afterEach(closeDatabase);

/** A backup of a post and an image, made once. */
let backup: Buffer;
beforeEach(async () => {
  if (backup) return writeFileSync(folder.file("backup.zip"), backup);
  const url = places.file("source.db");
  useDatabase(await places.open(url));
  const { id } = await uploaded(1);
  await makePost({ title: "Here", content: id });
  await backUp(url, folder.file("backup.zip"), { storage: await files() });
  backup = readFileSync(folder.file("backup.zip"));
});

/** The tests of a kind are so many times as many in `npm run test:long`. */
const STEP = isLong ? 1 : 23;

const reasonOf = async (bytes: Buffer): Promise<string> => {
  try {
    await verifyBackup(bytesSource(bytes, 4_096));
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    return error.message;
  }
  return "whole";
};

describe("verifyBackup", () => {
  test("a backup, whatever is read at a time — whole", async () => {
    for (const size of [1, 7, 100, backup.length * 2]) {
      expect((await verifyBackup(bytesSource(backup, size))).manifest.tables.posts?.rows).toBe(1);
    }
  });

  test("any flipped bit — refused in one line", async () => {
    for (let at = 0; at < backup.length; at += STEP) {
      const flipped = Buffer.from(backup);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      const reason = await reasonOf(flipped);
      expect({ at, reason }).toEqual({ at, reason: expect.stringMatching(/^backup\.zip: .*; must be .*backup$/) });
    }
  });

  test("truncated anywhere, or with more behind it — refused", async () => {
    for (let length = 0; length < backup.length; length += STEP) {
      expect(await reasonOf(backup.subarray(0, length))).toMatch(
        /^backup\.zip: .*; must be a whole, unchanged backup$/,
      );
    }
    expect(await reasonOf(Buffer.concat([backup, Buffer.from("x")]))).toMatch("is truncated or was altered");
    expect(await reasonOf(Buffer.concat([backup, backup]))).toMatch("is truncated or was altered");
  });

  test.each([
    ["a text", () => Buffer.from("Dear diary. ".repeat(100)), "no backup of Octavo"],
    ["an empty file", () => Buffer.alloc(0), "is truncated, or no backup of Octavo"],
    [
      "another zip",
      () => Buffer.from(zipSync({ "a.txt": strToU8("a") }, { level: 0 })),
      'has "a.txt" where octavo-backup.json must be',
    ],
  ])("%s — refused", async (_, bytes, reason) => {
    expect(await reasonOf(bytes())).toContain(reason);
  });
});

type Files = Record<string, Buffer>;

/** The files of the backup. */
const filesOfBackup = (): Files =>
  Object.fromEntries(Object.entries(unzipSync(backup)).map(([name, bytes]) => [name, Buffer.from(bytes)]));

async function* listed(all: Files) {
  for (const [path, bytes] of Object.entries(all)) yield { path, bytes };
}

const zipped = async (all: Files) => Buffer.concat(await Array.fromAsync(sealed(zip(listed(all)))));

/** Changes a JSON file. */
const changeJson = (all: Files, name: string, change: (value: Record<string, object>) => void): Files => {
  const value = JSON.parse(String(all[name]));
  change(value);
  return { ...all, [name]: Buffer.from(JSON.stringify(value)) };
};

const HEADER = "octavo-backup.json";
const MANIFEST = "manifest.json";
const part = (table: string) => `tables/${table}/000001.jsonl`;

/** Replaces the rows of a table, with digests that match. @param change gets lists of values, after the names of the columns */
function changeRows(all: Files, table: string, change: (lines: unknown[][]) => unknown[]): Files {
  const lines = String(all[part(table)]).trimEnd().split("\n");
  const changed = change(lines.map((line) => JSON.parse(line))).map((line) => JSON.stringify(line));
  const bytes = Buffer.from(`${changed.join("\n")}\n`);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return changeJson({ ...all, [part(table)]: bytes }, MANIFEST, ({ tables = {} }) =>
    Object.assign(tables, { [table]: { rows: changed.length - 1, sha256 } }),
  );
}

/** The value of a column in the row of a table with one. */
const setValue = (column: string, value: unknown) => (lines: unknown[][]) => {
  const [names = [], row = []] = lines;
  return [names, row.map((old, at) => (names[at] === column ? value : old))];
};

/** Replaces the paths of files. */
const rename = (all: Files, from: RegExp, to: string): Files =>
  Object.fromEntries(Object.entries(all).map(([name, bytes]) => [name.replace(from, to), bytes]));

/** Expects that a sealed zip is refused in one line, with nothing changed: no row, and no file of an image. */
async function expectRefused(bytes: Buffer, message: string | RegExp): Promise<void> {
  writeFileSync(folder.file("hostile.zip"), bytes);
  const to = places.file("target.db");
  const storage = await openStorage(`file:${folder.file("restored")}`);
  const error: Error = await restoreFrom(folder.file("hostile.zip"), to, { storage }).then(
    () => Promise.reject(new Error("It was restored")),
    (error: Error) => error,
  );
  expect(error.message).toMatch(message);
  expect(error.message).not.toContain("\n");
  const stored = existsSync(folder.file("restored"))
    ? readdirSync(folder.file("restored"), { recursive: true, withFileTypes: true })
    : [];
  expect(stored.filter((entry) => entry.isFile())).toEqual([]);
  // Created by what was refused after it was verified; openDatabase migrates it.
  if (!existsSync(to.slice("file:".length))) return;
  expect(await (await places.open(to)).selectFrom("posts").select("id").execute()).toEqual([]);
}

describe("restoreBackup", () => {
  test("the files of a backup, zipped again — accepted", async () => {
    writeFileSync(folder.file("same.zip"), await zipped(filesOfBackup()));
    const storage = await openStorage(`file:${folder.file("restored")}`);
    await restoreFrom(folder.file("same.zip"), places.file("target.db"), { storage });
    const restored = readdirSync(folder.file("restored"), { recursive: true }).map((name) =>
      path.basename(String(name)),
    );
    const [name = ""] = Object.keys(filesOfBackup()).filter((one) => one.startsWith("images/"));
    expect(restored).toContain(path.basename(name));
  });

  test.each<[what: string, change: (all: Files) => Files, message: string | RegExp]>([
    [
      "a path that leads out",
      (all) => rename(all, /^images\//, "images/../../"),
      /has "images\/\.\.\/\.\..*" where manifest\.json must be/,
    ],
    ["an absolute path", (all) => rename(all, /^images\//, "/etc/"), /has "\/etc\/.*" where manifest\.json must be/],
    [
      "a file that no backup has",
      (all) => ({ ...all, "more.txt": Buffer.from("x") }),
      'has the unknown file "more.txt"',
    ],
    [
      "a file before the tables",
      ({ [HEADER]: header, ...all }) => ({ [HEADER]: header as Buffer, x: Buffer.from("x"), ...all }),
      'has "x" where',
    ],
    [
      "tables in another order",
      ({ [HEADER]: header, ...all }) => ({
        [HEADER]: header as Buffer,
        ...Object.fromEntries(Object.entries(all).reverse()),
      }),
      'has the unknown file "images/',
    ],
    ["without the header", ({ [HEADER]: _, ...all }) => all, "where octavo-backup.json must be"],
    ["without the manifest", ({ [MANIFEST]: _, ...all }) => all, 'has "nothing" where manifest.json must be'],
    ["a header that is no JSON", (all) => ({ ...all, [HEADER]: Buffer.from("{") }), "octavo-backup.json is damaged"],
    [
      "a later format",
      (all) => changeJson(all, HEADER, (value) => Object.assign(value, { version: 2 })),
      "was made by a newer version of Octavo (format 2)",
    ],
    [
      "a later version",
      (all) => changeJson(all, HEADER, (value) => Object.assign(value, { schema: [...MIGRATIONS, "999-later"] })),
      "was made by a newer version of Octavo (999-later); must be restored with that one",
    ],
    [
      "another order of migrations",
      (all) => changeJson(all, HEADER, (value) => Object.assign(value, { schema: MIGRATIONS.slice(1) })),
      "was made by another version of Octavo",
    ],
    [
      "no table of posts",
      (all) => changeJson(all, HEADER, (value) => Reflect.deleteProperty(value.tables ?? {}, "posts")),
      "must be",
    ],
    [
      "an earlier version with a table of another schema",
      (all) =>
        changeJson(all, HEADER, (value) =>
          Object.assign(value, {
            schema: MIGRATIONS.slice(0, -1),
            tables: { ...value.tables, "other.users": { key: { id: "number" } } },
          }),
        ),
      "octavo-backup.json is damaged",
    ],
    [
      "a format before the first",
      (all) => changeJson(all, HEADER, (value) => Object.assign(value, { version: -0.5 })),
      "octavo-backup.json is damaged",
    ],
    [
      "a next id that no post can have",
      (all) =>
        changeJson(all, MANIFEST, ({ nextIds }) =>
          Object.assign(nextIds ?? {}, { posts: Number.MAX_SAFE_INTEGER + 1 }),
        ),
      "manifest.json is damaged",
    ],
    [
      "a next id before the first",
      (all) => changeJson(all, MANIFEST, ({ nextIds }) => Object.assign(nextIds ?? {}, { posts: 0 })),
      "manifest.json is damaged",
    ],
    [
      "texts that hide what they are, in the place of the name of a migration",
      (all) => changeJson(all, HEADER, (value) => Object.assign(value, { schema: ["\x1b[2J"] })),
      "octavo-backup.json is damaged",
    ],
    [
      "rows without their digest",
      (all) => ({ ...all, [part("posts")]: Buffer.from(String(all[part("posts")]).replace("Here", "Gone")) }),
      "the rows of posts do not have the digest in it",
    ],
    [
      "an image without its digest",
      (all) => {
        const name = Object.keys(all).find((one) => one.startsWith("images/")) ?? "";
        return { ...all, [name]: Buffer.from("RIFF") };
      },
      "the files of images do not have the digest in it",
    ],
    [
      "a row that is no list",
      (all) => changeRows(all, "posts", ([names]) => [names, { id: 1 }]),
      "a row of posts is not a list of values",
    ],
    [
      "a row that is too short",
      (all) => changeRows(all, "posts", ([names]) => [names, [1]]),
      "a row of posts is not a list of values",
    ],
    [
      "a value that is no value",
      (all) => changeRows(all, "posts", setValue("title", { a: 1 })),
      "a row of posts is not a list of values",
    ],
    [
      "a fraction",
      (all) => changeRows(all, "posts", setValue("created_at", 1.5)),
      "a row of posts is not a list of values",
    ],
    [
      "a column that no table has",
      (all) =>
        changeRows(all, "posts", ([names = [], row = []]) => [
          [...names, "zz; drop table posts"],
          [...row, 1],
        ]),
      /has no column named/,
    ],
    [
      "a column too few",
      (all) => changeRows(all, "content_version", () => [["number"], [7]]),
      "the copy differs from its source in content_version",
    ],
    [
      "the same row twice",
      (all) => changeRows(all, "posts", ([names, row]) => [names, row, row]),
      "UNIQUE constraint failed",
    ],
    ["tags that are no JSON", (all) => changeRows(all, "posts", setValue("tags", "[")), /JSON/],
    [
      "an image whose key leads out",
      (all) => changeRows(all, "images", setValue("key", "../../x")),
      "what was read is not what was verified|where manifest",
    ],
    [
      "without a file of an image, and nothing said about it",
      (all) => {
        const others = Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith("images/")));
        return changeJson(others, MANIFEST, (value) => Object.assign(value, { imageFiles: filesDigester().result() }));
      },
      "what was read is not what was verified",
    ],
    [
      "another image in the place of one, with its digest",
      (all) => {
        const [name = ""] = Object.keys(all).filter((one) => one.startsWith("images/"));
        const files = filesDigester();
        files.add({ id: name.slice("images/".length, "images/".length + 64) }, 16, Buffer.from("RIFF"));
        const changed = { ...all, [name]: Buffer.from("RIFF") };
        return changeJson(changed, MANIFEST, (value) => Object.assign(value, { imageFiles: files.result() }));
      },
      /the SHA-256 of .*webp is not /,
    ],
  ])("%s — refused in one line, nothing is changed", async (_, change, message) => {
    const changed = change(filesOfBackup());
    await expectRefused(
      await zipped(changed),
      message instanceof RegExp
        ? message
        : new RegExp(
            message
              .split("|")
              .map((one) => RegExp.escape(one))
              .join("|"),
          ),
    );
  });

  test("decompression bombs — refused before they are inflated", async () => {
    const seal = async (bytes: Uint8Array) =>
      Buffer.concat(
        await Array.fromAsync(
          sealed(
            (async function* () {
              yield Buffer.from(bytes);
            })(),
          ),
        ),
      );
    const all = filesOfBackup();
    const bomb = { ...all, [HEADER]: Buffer.alloc(1_000_000) };
    await expectRefused(await seal(zipSync(bomb)), "a file in it is compressed as none of a backup is");
    const large = { ...all, [HEADER]: Buffer.alloc(1_100_000, "x") };
    await expectRefused(
      await seal(zipSync(large, { level: 0 })),
      /octavo-backup\.json has 1100000 bytes; at most 1048576 are read/,
    );
  });

  test("a size that is not that of what is inflated — refused, and no more than that is", async () => {
    const bytes = await zipped(filesOfBackup());
    // The header is deflated; its size is in bytes 22 to 25.
    for (const change of [-1, 1]) {
      const changed = Buffer.from(bytes.subarray(0, -71));
      changed.writeUInt32LE(changed.readUInt32LE(22) + change, 22);
      changed.writeUInt16LE(0, changed.length - 2);
      const again = sealed(
        (async function* () {
          yield changed;
        })(),
      );
      await expectRefused(Buffer.concat(await Array.fromAsync(again)), "octavo-backup.json is damaged");
    }
  });

  test("a database with a post, of another program, damaged — refused, unchanged", async () => {
    const there = places.file("other.db");
    const db = await places.open(there);
    useDatabase(db);
    await makePost({ title: "Mine" });
    const before = await places.summary(there);
    const storage = await openStorage(`file:${folder.file("restored")}`);
    await expect(restoreFrom(folder.file("backup.zip"), there, { storage })).rejects.toThrow(
      "there are rows in posts; must be empty",
    );
    expect(await places.summary(there)).toEqual(before);
    expect(existsSync(folder.file("restored"))).toBe(false);
  });
});

test("digester, filesDigester — nothing — the digest of nothing", () => {
  expect(digester("posts").result().sha256).toBe(filesDigester().result().sha256);
});
