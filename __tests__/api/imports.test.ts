import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { existsSync, mkdirSync, rmSync, utimesSync } from "node:fs";
import { zipSync } from "fflate";
import { createMocks } from "node-mocks-http";
import { files } from "#lib/server/files/files";
import { makeReleasable } from "#lib/server/http/direct-response";
import { STALE_MS } from "#lib/server/import/jobs/jobs";
import { beginRun } from "#lib/server/import/jobs/runs";
import { folderOf, UPLOAD_STALE_MS } from "#lib/server/import/jobs/source-files";
import { deleteImportFolders, JOBS_MAX, SOURCE_RETENTION_MS, sweepImports } from "#lib/server/import/jobs/sweep";
import { IMPORT_AUTHORS_MAX, IMPORT_NAME_MAX, IMPORT_TEXT_MAX, Import, ImportEntry } from "#lib/shared/imports";
import { makeAuthor, makeKey, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { postsIn } from "#support/import";
import { type File, fixtureFile, formOf, importById, sendSource, withImportsInProcess } from "#support/import-jobs";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import { withImageFolder } from "#support/uploads";
import one from "../../pages/api/imports/[id]";
import entries from "../../pages/api/imports/[id]/entries";
import report from "../../pages/api/imports/[id]/report";
import imports from "../../pages/api/imports/index";

// First: its runs end before the database is closed.
const processes = withImportsInProcess();
const data = withDatabase();
const folder = withImageFolder();
withSettings({ POSTING: "members", IMPORT_BYTES_LIMIT: 9 });

const WORDPRESS = fixtureFile("wordpress.xml");
const GHOST = fixtureFile("ghost.json");

let owner: TestAccount;
beforeEach(async () => {
  owner = await makeOwner();
});

/** Uploads a source, and waits for its report. */
async function uploaded(...sent: File[]): Promise<Import> {
  const response = await sendSource(sent, owner);
  expect([response.status, response.status === 201 || response.body]).toEqual([201, true]);
  await processes.settled();
  return shown(Import.parse(response.json()).id);
}
const shown = (id: string) => importById(id, owner);
const patch = (id: string, body: object, headers = owner.headers) =>
  call(one, { method: "PATCH", query: { id }, headers, body });
async function started(id: string, options?: object): Promise<Import> {
  const response = await patch(id, { state: "importing", ...(options && { options }) });
  expect([response.status, response.status === 200 || response.body]).toEqual([200, true]);
  await processes.settled();
  return shown(id);
}
const remove = (id: string) => call(one, { method: "DELETE", query: { id }, headers: owner.headers });
const countPosts = async () => (await postsIn(data.db)).length;

describe("POST /api/imports", () => {
  test("a WordPress export — 201, and its report follows; nothing is imported", async () => {
    const go = processes.hold();
    const response = await sendSource([WORDPRESS], owner);
    const created = Import.parse(response.json());
    expect([response.status, response.headers.location]).toEqual([201, `http://octavo.test/api/imports/${created.id}`]);
    expect(created).toMatchObject({ state: "checking", report: null, files: [{ name: "wordpress.xml" }] });
    go();
    await processes.settled();
    const checked = await shown(created.id);
    expect(checked).toMatchObject({ state: "ready", error: null, report: { isDryRun: true } });
    expect(checked.report?.source).toMatchObject({ kind: "wordpress", site: "https://kitchen.example/blog" });
    expect(checked.entries).toBeGreaterThan(5);
    expect(await countPosts()).toBe(0);
  });

  test("larger than one part — stored in parts, imported whole, deleted when it is done", async () => {
    const padding = Buffer.alloc(8.5 * 1024 * 1024, " ");
    const large = { name: "large.xml", content: Buffer.concat([Buffer.from(WORDPRESS.content), padding]) };
    const { id, report: checked } = await uploaded(large);
    expect(folder.stored().sort()).toEqual([`import-${id}-0`, `import-${id}-1`]);
    const done = await started(id);
    expect(done).toMatchObject({ state: "done", report: { isDryRun: false } });
    expect(done.report?.counts).toEqual(checked?.counts);
    expect(await countPosts()).toBe(
      (checked?.counts.published ?? 0) + (checked?.counts.scheduled ?? 0) + (checked?.counts.drafts ?? 0),
    );
    expect(folder.stored()).toEqual([]);
  });

  test.each([
    ["a PNG image", "photo.xml", "\x89PNG\r\n\x1a\n…", "photo.xml is a PNG image"],
    ["a PDF", "a.json", "%PDF-1.7", "a.json is a PDF document"],
    [
      "a gzip archive",
      "a.xml.gz",
      Buffer.from([0x1f, 0x8b, 8, 0]),
      "a.xml.gz is a gzip archive; unpack it, or make a zip of it",
    ],
    ["an HTML page", "a.xml", "<!DOCTYPE html><title>a</title>", "a.xml is an HTML page"],
    ["a dump", "a.sql", "-- phpMyAdmin SQL Dump\n", "a.sql is a dump of a database"],
    ["a text", "a.txt", "Hello", "a.txt is neither XML nor JSON nor a zip"],
    ["UTF-16", "a.xml", Buffer.from("\ufeff<rss>", "utf16le"), "a.xml is text in UTF-16; save it as UTF-8"],
    ["Markdown", "a.md", "---\ntitle: A\n---\n", "a.md is a Markdown file; make a zip of the folder that it is in"],
  ])("%s — 422 names what was found", async (_, name, content, found) => {
    const problem = problemIn(await sendSource([{ name, content: Buffer.from(content as string, "latin1") }], owner));
    expect(problem).toMatchObject({ status: 422, type: "/docs/errors#invalid-source" });
    expect(problem.detail).toContain(`${found}. A source must be an XML file exported by WordPress`);
    expect(await data.db.selectFrom("import_jobs").selectAll().execute()).toEqual([]);
    expect(folder.stored()).toEqual([]);
  });

  test("the second file is none — 422, and nothing of the first one is stored", async () => {
    expect((await sendSource([GHOST, { name: "a.txt", content: "Hello" }], owner)).status).toBe(422);
    expect(folder.stored()).toEqual([]);
  });

  test("more than IMPORT_BYTES_LIMIT — 413 names it, and nothing is stored", async () => {
    const content = Buffer.alloc(9 * 1024 * 1024 + 1, "<");
    expect(problemIn(await sendSource([{ name: "a.xml", content }], owner))).toMatchObject({
      status: 413,
      title: "The source is larger than 9 MiB",
    });
    expect(folder.stored()).toEqual([]);
  });

  test.each([
    ["no file", [], "The form holds no file."],
    ["an empty file", [{ name: "a.xml", content: "" }], "a.xml is empty."],
    ["two files of one name", [WORDPRESS, WORDPRESS], "Two files are named wordpress.xml."],
    [
      "101 files",
      Array.from({ length: 101 }, (_, n) => ({ name: `${n}.xml`, content: "<rss>" })),
      "The form holds more than 100 files.",
    ],
  ])("%s — 400", async (_, sent, detail) => {
    expect(problemIn(await sendSource(sent, owner))).toMatchObject({ status: 400, detail });
    expect(folder.stored()).toEqual([]);
  });

  test("a JSON body — 415 names what is accepted", async () => {
    const headers = { ...owner.headers, "content-type": "application/json" };
    const response = await call(imports, { method: "POST", headers, raw: "{}" });
    expect([problemIn(response).status, response.headers["accept-post"]]).toEqual([415, "multipart/form-data"]);
  });

  test("a form that is cut short — 400, and nothing is stored", async () => {
    const form = await formOf([WORDPRESS]);
    const headers = { ...owner.headers, ...form.headers };
    const response = await call(imports, { method: "POST", headers, raw: form.raw.slice(0, -100) });
    expect(problemIn(response).status).toBe(400);
    expect(folder.stored()).toEqual([]);
  });

  test("a name with folders and controls — only its last part is kept", async () => {
    const { files: stored } = await uploaded({ name: "../../etc/pass\u0000wd:.xml", content: WORDPRESS.content });
    expect(stored.map(({ name }) => name)).toEqual(["passwd.xml"]);
  });

  test("a name that file systems take no longer than 255 bytes of — its end is kept, and it is imported", async () => {
    const {
      id,
      files: stored,
      state,
    } = await uploaded({ name: `${"ё😀".repeat(60)}.xml`, content: WORDPRESS.content });
    const [{ name } = { name: "" }] = stored;
    expect([state, name]).toEqual(["ready", expect.stringMatching(/^[ё😀]+\.xml$/u)]);
    expect(Buffer.byteLength(name)).toBeGreaterThan(245);
    expect((await started(id)).state).toBe("done");
  });

  test("megabytes of names and custom fields — the report and its entries stay small", async () => {
    const item = (id: number) =>
      `<item><title>P</title><wp:post_id>${id}</wp:post_id><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><dc:creator>${id}${"n".repeat(9_000)}</dc:creator><content:encoded>x</content:encoded><wp:postmeta><wp:meta_key>${"k".repeat(9_000)}</wp:meta_key><wp:meta_value>v</wp:meta_value></wp:postmeta></item>`;
    const items = Array.from({ length: 250 }, (_, index) => item(index)).join("");
    const xml = `<rss><channel><wp:base_blog_url>https://old.example/${"s".repeat(9_000)}</wp:base_blog_url>${items}</channel></rss>`;
    const { entries: count, id, report } = await uploaded({ name: "a.xml", content: xml });
    expect(count).toBeGreaterThanOrEqual(250);
    expect(report?.authors).toHaveLength(IMPORT_AUTHORS_MAX);
    expect(report?.authors.every(({ name }) => name.length === IMPORT_NAME_MAX)).toBe(true);
    expect(report?.source.site).toHaveLength(IMPORT_TEXT_MAX);
    const page = await call(entries, { query: { id, limit: "100" }, headers: owner.headers });
    expect(page.body.length).toBeLessThan(100 * 2 * IMPORT_TEXT_MAX);
    const ada = await makeAuthor("Ada");
    const name = report?.authors[0]?.name;
    const authors = [{ name, email: ada.account.email }];
    const mapped = await patch(id, { state: "checking", options: { authors } });
    expect(mapped.status).toBe(200);
    await processes.settled();
    expect((await shown(id)).report?.authors.filter(({ isMapped }) => isMapped)).toMatchObject([{ name, posts: 1 }]);
  });

  test("nothing to import in it — failed with the reason, and the upload is deleted", async () => {
    const zip = zipSync({ "word/document.xml": Buffer.from("<w:document/>") });
    const failed = await uploaded({ name: "letter.zip", content: zip });
    expect(failed).toMatchObject({ state: "failed", report: null });
    expect(failed.error).toContain("nothing to import was found in letter");
    expect(folder.stored()).toEqual([]);
    expect((await uploaded(WORDPRESS)).state).toBe("ready");
  });

  test("while another import is open — 409 names it; none once that is deleted", async () => {
    const { id } = await uploaded(WORDPRESS);
    const refused = await sendSource([GHOST], owner);
    expect([refused.status, refused.json()]).toEqual([
      409,
      expect.objectContaining({
        type: "/docs/errors#import-open",
        current: { import: expect.objectContaining({ id, state: "ready" }) },
      }),
    ]);
    expect((await remove(id)).status).toBe(204);
    expect(folder.stored()).toEqual([]);
    expect((await call(one, { query: { id }, headers: owner.headers })).status).toBe(404);
    expect((await uploaded(GHOST)).state).toBe("ready");
  });

  test("while another source is being uploaded, of which no part is stored yet — 409", async () => {
    const { id } = await uploaded(WORDPRESS);
    await data.db.updateTable("import_jobs").set({ state: "uploading", parts: 0, updated_at: Date.now() }).execute();
    expect(problemIn(await sendSource([GHOST], owner))).toMatchObject({
      status: 409,
      title: "Another source is being uploaded",
    });
    await data.db
      .updateTable("import_jobs")
      .set({ updated_at: Date.now() - UPLOAD_STALE_MS })
      .execute();
    expect((await uploaded(GHOST)).id).not.toBe(id);
  });

  test("an author, a key that may only read — 403; a key of the owner — 201", async () => {
    const author = await makeAuthor("Ada");
    expect((await sendSource([WORDPRESS], author)).status).toBe(403);
    expect((await call(imports, { headers: author.headers })).status).toBe(403);
    const reader = await makeKey(owner, { name: "Reader", scope: "read" });
    expect((await sendSource([WORDPRESS], reader)).status).toBe(403);
    expect((await call(imports, { headers: reader.headers })).status).toBe(200);
    const writer = await makeKey(owner, { name: "Writer", scope: "write" });
    expect((await sendSource([WORDPRESS], writer)).status).toBe(201);
  });
});

describe("PATCH /api/imports/{id}", () => {
  test("importing, then the same source again — all posts once", async () => {
    const first = await started((await uploaded(WORDPRESS)).id);
    const posts = await postsIn(data.db);
    expect(posts.length).toBeGreaterThan(3);
    const again = await uploaded(WORDPRESS);
    expect(again.report?.counts).toMatchObject({ published: 0, drafts: 0, known: posts.length });
    expect((await started(again.id)).report?.counts.known).toBe(posts.length);
    expect(await postsIn(data.db)).toEqual(posts);
    const { json } = await call(imports, { headers: owner.headers });
    expect(
      Import.array()
        .parse(json())
        .map(({ id }) => id),
    ).toEqual([again.id, first.id]);
  });

  test("options — authors get their posts, the site is the given one", async () => {
    const ada = await makeAuthor("Ada");
    const { id, report: checked } = await uploaded(GHOST);
    const [author] = (checked?.authors ?? []).filter(({ name }) => name !== "");
    const authors = [{ name: author?.name, email: ada.account.email }];
    const done = await started(id, { site: "https://old.example/", authors });
    expect(done.options).toEqual({ site: "https://old.example/", authors, downloadImages: false });
    expect(done.report?.source.site).toBe("https://old.example");
    expect(done.report?.authors).toContainEqual({ ...author, account: "Ada", isMapped: true });
    const owned = await data.db.selectFrom("posts").select("id").where("author_id", "=", ada.account.id).execute();
    expect(owned).toHaveLength(author?.posts ?? 0);
  });

  test.each(["Ada\nLovelace", "Ada=Lovelace"])("options — an author named %j — gets their posts", async (name) => {
    const ada = await makeAuthor("Ada");
    const content = GHOST.content.toString().replace('"name": "Ada"', `"name": ${JSON.stringify(name)}`);
    const { id, report: checked } = await uploaded({ ...GHOST, content });
    const { posts } = checked?.authors.find((author) => author.name === name) ?? {};
    expect(posts).toBeGreaterThan(0);
    const done = await started(id, { authors: [{ name, email: ada.account.email }] });
    expect(done).toMatchObject({ state: "done", error: null });
    expect(done.report?.authors).toContainEqual({ name, posts, account: "Ada", isMapped: true });
  });

  test.each([
    [{ state: "done" }, ["state"]],
    [{}, ["state"]],
    [{ state: "importing", options: { site: "old.example" } }, ["options.site"]],
    [
      { state: "importing", options: { authors: [{ name: "", email: "nobody" }] } },
      ["options.authors.0.name", "options.authors.0.email"],
    ],
    [{ state: "importing", colour: "red" }, ["colour"]],
  ])("%j — 400 names %j", async (body, names) => {
    const { id } = await uploaded(WORDPRESS);
    const { fields, status } = problemIn(await patch(id, body));
    expect([status, Object.keys(fields ?? {})]).toEqual([400, names]);
  });

  test("an email address that no account has — 400 names it, and nothing starts", async () => {
    const { id } = await uploaded(WORDPRESS);
    const options = { authors: [{ name: "olga", email: "nobody@octavo.test" }] };
    const { fields, status } = problemIn(await patch(id, { state: "importing", options }));
    expect([status, fields]).toEqual([
      400,
      { "options.authors": ["There is no account with the email address nobody@octavo.test"] },
    ]);
    expect((await shown(id)).state).toBe("ready");
  });

  test("cancelled while it runs — it stops, its posts stay, and started again it goes on", async () => {
    const { id } = await uploaded(WORDPRESS);
    const go = processes.hold();
    expect((await patch(id, { state: "importing" })).status).toBe(200);
    const cancelled = await patch(id, { state: "cancelled" });
    expect(Import.parse(cancelled.json()).state).toBe("cancelling");
    expect((await remove(id)).status).toBe(409);
    // Its process looks once a second.
    while ((await shown(id)).state === "cancelling") {
      await new Promise((resolve) => setTimeout(resolve, 200));
      if (await isAborted(id)) go();
    }
    expect(await shown(id)).toMatchObject({ state: "cancelled", error: null });
    processes.hold()();
    expect((await started(id)).state).toBe("done");
    expect(await countPosts()).toBeGreaterThan(3);
  });

  /** Whether the run has been told to stop: its heartbeat has been stored since. */
  async function isAborted(id: string): Promise<boolean> {
    const row = await data.db
      .selectFrom("import_runs")
      .innerJoin("import_jobs", "import_jobs.id", "import_runs.job_id")
      .select(["heartbeat", "updated_at"])
      .where("job_id", "=", id)
      .executeTakeFirst();
    return row !== undefined && row.heartbeat > row.updated_at;
  }

  test("twice at once — one of them starts, the other gets 409", async () => {
    const { id } = await uploaded(WORDPRESS);
    const go = processes.hold();
    const responses = await Promise.all([1, 2].map(() => patch(id, { state: "importing" })));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 409]);
    go();
    await processes.settled();
    expect((await shown(id)).state).toBe("done");
  });

  test.each(["checking", "importing", "cancelled"])("%s an import that does not exist — 404", async (state) => {
    const response = await patch(randomUUID(), { state });
    expect([response.status, problemIn(response).title]).toEqual([404, "Import not found"]);
  });

  test.each(["\0", "a\ud800", "x".repeat(5_000)])("an id that no import has, %j — 404", async (id) => {
    const query = { id };
    const { headers } = owner;
    const responses = [
      ...[await call(one, { query, headers }), await call(entries, { query, headers })],
      ...[await call(report, { query, headers }), await patch(id, { state: "importing" }), await remove(id)],
    ];
    expect(responses.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  });

  test("done, failed — 409 with the import", async () => {
    const { id } = await started((await uploaded(WORDPRESS)).id);
    for (const state of ["checking", "importing", "cancelled"]) {
      const response = await patch(id, { state });
      expect([response.status, response.json()]).toEqual([
        409,
        expect.objectContaining({ type: "/docs/errors#import-state", title: "The import is done" }),
      ]);
    }
  });

  test("a run that died before the clock was set back an hour — interrupted, and can be started again", async () => {
    const { id } = await uploaded(WORDPRESS);
    await beginRun(data.db, id, "importing", undefined, Date.now() + 3_600_000);
    expect((await shown(id)).state).toBe("interrupted");
    expect((await sendSource([GHOST], owner)).status).toBe(409);
    await beginRun(data.db, id, "importing");
    expect((await shown(id)).state).toBe("importing");
  });

  test("an upload that died before the clock was set back an hour — another one can be sent", async () => {
    const { id } = await uploaded(WORDPRESS);
    const died = { state: "uploading", updated_at: Date.now() + 3_600_000 };
    await data.db.updateTable("import_jobs").set(died).where("id", "=", id).execute();
    expect((await sendSource([GHOST], owner)).status).toBe(201);
  });

  test("a run without a heartbeat — interrupted; started again it does the rest, and the old one stores nothing", async () => {
    const { id } = await uploaded(WORDPRESS);
    const dead = await beginRun(data.db, id, "importing", undefined, Date.now() - STALE_MS - 1);
    expect(await shown(id)).toMatchObject({ state: "interrupted" });
    expect((await started(id)).state).toBe("done");
    const posts = await postsIn(data.db);
    const { beat, endRun } = await import("#lib/server/import/jobs/runs");
    expect(await beat(data.db, dead, undefined)).toBe("lost");
    await endRun(data.db, dead, { state: "interrupted" });
    expect((await shown(id)).state).toBe("done");
    expect(await postsIn(data.db)).toEqual(posts);
  });

  test("its source is gone from the storage — failed, and the reason says what to do", async () => {
    const { id } = await uploaded(WORDPRESS);
    await (await files()).delete(`import-${id}-0`);
    expect(await started(id)).toMatchObject({ state: "failed", error: expect.stringContaining("upload it again") });
  });
});

describe("GET /api/imports/{id}/entries and /report", () => {
  test("pages — all entries once, as in the whole report", async () => {
    const { entries: count, id } = await uploaded(WORDPRESS);
    const paged: ImportEntry[] = [];
    let after: string | undefined;
    do {
      const query = { id, limit: "3", ...(after !== undefined && { after }) };
      const response = await call(entries, { query, headers: owner.headers });
      paged.push(...ImportEntry.array().parse(response.json()));
      after = /[?&]after=([^&>]+)/.exec(String(response.headers.link ?? ""))?.[1];
    } while (after !== undefined);
    const whole = await call(report, { query: { id }, headers: owner.headers });
    expect(whole.headers["content-disposition"]).toBe(`attachment; filename="import-${id}.json"`);
    const { entries: all, ...rest } = whole.json() as { entries: ImportEntry[] };
    expect(all).toEqual(paged);
    expect(all).toHaveLength(count);
    expect(rest).toEqual((await shown(id)).report);
  });

  test("a large report, a slow client — sent as it is read, and nothing is left listening", async () => {
    const { id } = await uploaded(WORDPRESS);
    const { report_run } = await data.db
      .selectFrom("import_jobs")
      .select("report_run")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    const entry = JSON.stringify({ kind: "changed", item: "post:1", file: "a.xml", title: "A", text: "B" });
    for (let batch = 1; batch <= 12; batch++) {
      const rows = Array.from({ length: 1_000 }, (_, n) => ({
        ...{ run: report_run ?? "", job_id: id, number: batch * 1_000 + n, entry },
      }));
      await data.db.insertInto("import_entries").values(rows).execute();
    }
    const request = { query: { id }, headers: { host: "octavo.test", ...owner.headers } };
    const { req, res } = createMocks(request, { eventEmitter: EventEmitter });
    const release = jest.fn();
    makeReleasable(res, release);
    const sent: string[] = [];
    const listening: number[] = [];
    res.write = ((text: string) => {
      sent.push(text);
      listening.push(res.listenerCount("close"));
      setImmediate(() => res.emit("drain"));
      return false;
    }) as never;
    await report(req as never, res as never);
    expect(release).toHaveBeenCalledTimes(1);
    expect((JSON.parse(sent.join("") + res._getData()) as { entries: unknown[] }).entries.length).toBeGreaterThan(
      12_000,
    );
    expect([sent.length > 12, Math.max(...listening), res.listenerCount("close")]).toEqual([true, 1, 0]);
  });

  test("a client that is gone — no more of the report is read", async () => {
    const { id } = await uploaded(WORDPRESS);
    const request = { query: { id }, headers: { host: "octavo.test", ...owner.headers } };
    const { req, res } = createMocks(request, { eventEmitter: EventEmitter });
    let written = 0;
    res.write = (() => {
      written += 1;
      setImmediate(() => res.emit("close"));
      return false;
    }) as never;
    await report(req as never, res as never);
    expect([written, res._isEndCalled()]).toEqual([1, false]);
  });

  test("the report of the import replaces that of the check", async () => {
    const { id } = await uploaded(WORDPRESS);
    const done = await started(id);
    const stored = await data.db.selectFrom("import_entries").selectAll().execute();
    expect(stored).toHaveLength(done.entries);
  });

  test("no report yet — 404", async () => {
    processes.hold();
    const { id } = Import.parse((await sendSource([WORDPRESS], owner)).json());
    expect((await call(report, { query: { id }, headers: owner.headers })).status).toBe(404);
    expect((await call(entries, { query: { id }, headers: owner.headers })).json()).toEqual([]);
  });
});

describe("sweepImports", () => {
  const sweep = async (now = Date.now()) => sweepImports(data.db, await files(), { now });

  test("a source with which nothing was done for a day — deleted, and the import is expired", async () => {
    const { id } = await uploaded(WORDPRESS);
    await sweep(Date.now() + SOURCE_RETENTION_MS - 60_000);
    expect((await shown(id)).state).toBe("ready");
    await sweep(Date.now() + SOURCE_RETENTION_MS);
    expect((await shown(id)).state).toBe("expired");
    expect(folder.stored()).toEqual([]);
    expect((await patch(id, { state: "importing" })).status).toBe(409);
    expect((await uploaded(GHOST)).state).toBe("ready");
  });

  test("a source that is being imported for a day — stays", async () => {
    const { id } = await uploaded(WORDPRESS);
    const later = Date.now() + 2 * SOURCE_RETENTION_MS;
    await beginRun(data.db, id, "importing", undefined, later);
    await data.db.updateTable("import_jobs").set({ updated_at: 0 }).execute();
    await sweep(later);
    expect(folder.stored()).toEqual([`import-${id}-0`]);
    await sweep(later + STALE_MS);
    expect(folder.stored()).toEqual([]);
  });

  test("a temporary folder that is a day old — deleted, unless a run uses it", async () => {
    const { id } = await uploaded(WORDPRESS);
    const { run } = await beginRun(data.db, id, "importing");
    const folders = [folderOf(run), folderOf("ended")];
    const old = new Date(Date.now() - SOURCE_RETENTION_MS - 1_000);
    for (const one of folders) {
      mkdirSync(one, { recursive: true });
      utimesSync(one, old, old);
    }
    await deleteImportFolders(data.db);
    expect(folders.map((one) => existsSync(one))).toEqual([true, false]);
    rmSync(folderOf(run), { recursive: true });
  });

  test("an upload whose process has died — deleted with its parts; it is in no list", async () => {
    const { id } = await uploaded(WORDPRESS);
    await data.db.updateTable("import_jobs").set({ state: "uploading", updated_at: Date.now() }).execute();
    expect((await call(one, { query: { id }, headers: owner.headers })).status).toBe(404);
    expect((await sendSource([GHOST], owner)).status).toBe(409);
    await sweep(Date.now() + UPLOAD_STALE_MS);
    expect(folder.stored()).toEqual([]);
    expect(await data.db.selectFrom("import_jobs").selectAll().execute()).toEqual([]);
  });

  test("more imports than JOBS_MAX — the oldest ones are deleted", async () => {
    const { id } = await started((await uploaded(WORDPRESS)).id);
    const row = await data.db.selectFrom("import_jobs").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    const older = Array.from({ length: JOBS_MAX }, (_, n) => ({ ...row, id: `old-${n}`, created_at: n }));
    await data.db.insertInto("import_jobs").values(older).execute();
    await sweep();
    const left = await data.db.selectFrom("import_jobs").select("id").orderBy("created_at").execute();
    expect([left.length, left[0]?.id, left.at(-1)?.id]).toEqual([JOBS_MAX, "old-1", id]);
  });
});
