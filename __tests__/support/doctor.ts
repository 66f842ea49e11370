import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { closeDatabase, useDatabase } from "#lib/server/db/database";
import { connect } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { CHECKS, examine, repair } from "#lib/server/doctor/doctor";
import type { Context, Finding } from "#lib/server/doctor/finding";
import { withContext } from "#lib/server/doctor/open";
import { env } from "#lib/server/env";
import { files } from "#lib/server/files/files";
import { createPost, trashPost } from "#lib/server/posts/write";
import type { Image } from "#lib/shared/images";
import { newMigratedDatabase, type TestDatabase } from "./database.ts";
import { uploaded } from "./uploads.ts";
import { ANYONE } from "./viewers.ts";

/** A site with some posts of each kind and an image, for all tests of the file, each of which leaves it healthy. */
export function withSite() {
  const before = env().FILES_URL;
  let testDatabase: TestDatabase;
  let db: Database;
  let folder = "";
  let image: Image;
  let opened: ReturnType<typeof openContext> | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "octavo-doctor-"));
    env().FILES_URL = `file:${path.join(folder, "images")}`;
    await (await files()).check();
    testDatabase = await newMigratedDatabase();
    db = await connect(testDatabase.url, "serve");
    useDatabase(db);
    image = await uploaded(1, undefined, 600);
    const texts = { content: `Some **words** of a text.\n\n![](${image.url})\n\n## Heading`, tags: ["Books", "C++"] };
    await createPost(db, { title: "First post", ...texts });
    await createPost(db, { title: "Second", content: "Other words", tags: ["books"] });
    await createPost(db, { title: "A draft", content: "Unfinished", status: "draft", tags: ["later"] });
    const { id } = await createPost(db, { title: "In the trash", content: "Gone" });
    await trashPost(db, String(id), ANYONE);
  });
  afterAll(async () => {
    await opened?.close();
    await closeDatabase();
    await testDatabase.remove();
    rmSync(folder, { recursive: true, force: true });
    env().FILES_URL = before;
  });

  const inContext = async <T>(work: (context: Context) => Promise<T>): Promise<T> => {
    opened ??= openContext(testDatabase.url, env().FILES_URL);
    return work(await opened.context);
  };

  return {
    get db() {
      return db;
    },
    get url() {
      return testDatabase.url;
    },
    get image() {
      return image;
    },
    /** The folder with the files of images. */
    get folder() {
      return path.join(folder, "images");
    },
    inContext,
    /** What all checks find, without notes. */
    problems: () => inContext(async (context) => problemsIn(await examine(context))),
    /** What one check finds. */
    find: (name: string): Promise<Finding[]> => inContext((context) => checkNamed(name).find(context)),
    /** Repairs what one check finds. */
    fix: (name: string) => inContext(async (context) => checkNamed(name).fix?.(context)),
    /** Repairs what all checks find. @returns what could not be repaired */
    repair: () =>
      inContext(async (context) =>
        (await repair(context, await examine(context))).flatMap(({ failure }) => failure ?? []),
      ),
  };
}

/** What checks of a database look at, with a disk that has space. */
export const contextOf = <T>(url: string, filesUrl: string, work: (context: Context) => Promise<T>): Promise<T> =>
  withContext({ url, filesUrl, isRepair: true, deletesFiles: true, watch: {} }, (context) =>
    work({ ...context, freeBytes: async () => Number.MAX_SAFE_INTEGER }),
  );

/** Opens it once for many checks: connecting takes longer than most of them. */
function openContext(url: string, filesUrl: string) {
  const [given, over] = [Promise.withResolvers<Context>(), Promise.withResolvers<void>()];
  const closed = contextOf(url, filesUrl, (context) => {
    given.resolve(context);
    return over.promise;
  });
  closed.catch(given.reject);
  const close = () => {
    over.resolve();
    return closed;
  };
  return { context: given.promise, close };
}

export function checkNamed(name: string) {
  const check = CHECKS.find((one) => one.name === name);
  if (!check) throw new Error(`There is no check ${name}`);
  return check;
}

/** Findings of all checks as `check: what`, without notes. */
export const problemsIn = (results: Awaited<ReturnType<typeof examine>>): string[] =>
  results.flatMap(({ check, findings }) =>
    (findings ?? []).filter(({ severity }) => severity !== "note").map(({ what }) => `${check.name}: ${what}`),
  );
