import { readdirSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { openDatabase } from "#lib/server/db/open";
import { openStorage } from "#lib/server/files/files";
import { fileName } from "#lib/server/images/stored-files";
import { sweepUnusedImages, UPLOAD_MAX_MS } from "#lib/server/images/sweep";
import { imageWidths } from "#lib/shared/image-paths";
import { newDatabase } from "#support/database";
import { startS3Server } from "#support/s3-server";
import { TestServer } from "#support/server";
import { pngOf } from "#support/uploads";

const API_KEY = "a-key-of-the-operator";
const ROUNDS = 8;
const UPLOADS = 12;

async function filesOf(folder: string | undefined, names: Iterable<string>): Promise<string[]> {
  if (folder === undefined) return [...names].sort();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
}

test.each([
  ["sqlite", "folder"],
  ["sqlite", "s3"],
  ["postgres", "folder"],
  ["postgres", "s3"],
] as const)(
  "%s, %s — kill -9 during uploads — no row without its files, and after the sweep no file without a row",
  async (engine, kind) => {
    const database = engine === "postgres" ? await newDatabase("postgres") : undefined;
    const s3 = kind === "s3" ? await startS3Server() : undefined;
    const server = new TestServer({
      API_KEY,
      ...(s3 && { FILES_URL: s3.url }),
      ...(database && { DATABASE_URL: database.url }),
    });
    try {
      let number = 0;
      let stored = 0;
      for (let round = 0; round < ROUNDS; round++) {
        await server.start();
        const uploads = Array.from({ length: UPLOADS }, async () => {
          const response = await fetch(`${server.url}/api/images`, {
            method: "POST",
            headers: { authorization: `Bearer ${API_KEY}`, "content-type": "image/png" },
            body: new Uint8Array(await pngOf(number++, 500)),
          });
          return response.status;
        });
        // Later in each round, counted in uploads that have succeeded: the kill falls between any two steps of the next ones.
        const done = Promise.withResolvers<void>();
        let count = 0;
        for (const upload of uploads) {
          upload.then(
            (status) => {
              if (status === 201) count += 1;
              if (count >= round) done.resolve();
            },
            () => done.resolve(),
          );
        }
        await done.promise;
        await wait((round * 7) % 20);
        await server.end("SIGKILL");
        const outcomes = await Promise.allSettled(uploads);
        stored += outcomes.filter((outcome) => outcome.status === "fulfilled" && outcome.value === 201).length;
      }
      const folder = s3 ? undefined : server.imageFolder;
      const { db } = await openDatabase(await server.makeDatabase());
      const rows = await db.selectFrom("images").select(["key", "width"]).execute();
      const expected = rows.flatMap(({ key, width }) => imageWidths(width).map((one) => fileName(key, one))).sort();
      const found = await filesOf(folder, s3?.files.keys() ?? []);
      expect(rows.length).toBeGreaterThanOrEqual(stored);
      expect(stored).toBeGreaterThan(ROUNDS);
      expect(found).toEqual(expect.arrayContaining(expected));
      await sweepUnusedImages(db, await openStorage(s3?.url ?? `file:${folder}`), { now: Date.now() + UPLOAD_MAX_MS });
      expect(await filesOf(folder, s3?.files.keys() ?? [])).toEqual(expected);
      expect(await db.selectFrom("image_files").selectAll().execute()).toEqual([]);
      await db.destroy();
    } finally {
      await server.discard();
      await database?.remove();
      await s3?.close();
    }
  },
  300_000,
);
