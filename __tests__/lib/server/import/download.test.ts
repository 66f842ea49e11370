import { mkdirSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { createDownload, type DownloadOptions } from "#lib/server/import/images/download";
import type { ImportOptions } from "#lib/server/import/import";
import { withDatabase } from "#support/database";
import { withFolder } from "#support/folder";
import { runImport } from "#support/import";
import { withLoopbackServer } from "#support/loopback-server";
import { pngOf, withImageFolder } from "#support/uploads";

const state = withDatabase();
const folder = withFolder();
const images = withImageFolder();
const server = withLoopbackServer();

/** All names lead to the loopback server, which only these tests allow. */
const toServer = async () => [{ address: "127.0.0.1", family: 4 }];
const isServer = (address: string) => address === "127.0.0.1";
const LIMITS = { pauseMs: 1, requestMs: 10_000 };

const downloader = (options: DownloadOptions = {}) =>
  createDownload({ isAllowed: isServer, resolveHost: toServer, ...options, limits: { ...LIMITS, ...options.limits } });

function writePosts(...texts: string[]): string {
  mkdirSync(folder.file("site"), { recursive: true });
  for (const [n, text] of texts.entries())
    writeFileSync(folder.file(`site/${n}.md`), `---\ntitle: T\ndate: 2020-01-01\n---\n${text}\n`);
  return folder.file("site");
}

const url = (path: string, host = "old.example") => `http://${host}:${server.port}${path}`;

/** Imports a text with an image of each path. @returns the reasons by path; "stored" for those that are */
async function download(paths: string[], options: DownloadOptions = {}, more: Partial<ImportOptions> = {}) {
  const source = writePosts(paths.map((path) => `![](${/^\w+:/.test(path) ? path : url(path)})`).join("\n"));
  const { entries } = await runImport(state.db, source, {
    ...{ downloadsImages: true, download: downloader(options) },
    ...more,
  });
  const ofImages = entries.filter(({ text }) => text.startsWith("the image "));
  return ofImages.map(({ kind, text }) =>
    kind === "image" ? "stored" : text.replace(/^the image \S+: /, "").replaceAll(`:${server.port}`, ""),
  );
}

const serves =
  (bytes: Buffer, headers: Record<string, string> = {}) =>
  (_req: unknown, res: ServerResponse) =>
    res.writeHead(200, headers).end(bytes);
const redirects =
  (location: string, status = 302) =>
  (_req: unknown, res: ServerResponse) =>
    res.writeHead(status, { location }).end();

const png = (width: number) => pngOf(width, width);

const contents = async () =>
  (await state.db.selectFrom("posts").select("content").orderBy("id").execute()).map(({ content }) => content);

test("import --download-images — images of texts and covers, over redirects — stored, whatever their type says", async () => {
  server.handlers["/a.png"] = serves(await png(21), { "content-type": "text/html" });
  server.handlers["/b"] = redirects("/b.png?x=1", 301);
  server.handlers["/b.png?x=1"] = serves(await png(22));
  const source = writePosts(`![A](${url("/a.png")} "C") ![](${url("/b")})`);
  const options = { downloadsImages: true, download: downloader() };
  const report = await runImport(state.db, source, options);
  expect(report.counts).toMatchObject({ images: 2, imagesStored: 2, imagesDownloaded: 2 });
  expect((await contents())[0]).toMatch(/^!\[A\]\(\/images\/\S+ "C"\) !\[\]\(\/images\/\S+\)$/);
  expect(images.stored()).toHaveLength(2);
});

test("import --download-images — a relative path of a site that is named — downloaded from there", async () => {
  server.handlers["/img/a.png"] = serves(await png(21));
  const source = writePosts("![](/img/a.png) ![](none.png)");
  const { entries } = await runImport(state.db, source, {
    ...{ downloadsImages: true, download: downloader(), site: url("") },
  });
  expect(entries.map(({ line, text }) => `${line} ${text.replaceAll(`:${server.port}`, "")}`)).toEqual([
    "5 the image /img/a.png, from http://old.example/img/a.png",
    "5 the image none.png: the server responded with 404 (http://old.example/0/none.png)",
  ]);
});

test("import without --download-images — nothing is requested", async () => {
  const report = await runImport(state.db, writePosts(`![](${url("/a.png")})`), { download: downloader() });
  expect(server.requests).toEqual([]);
  expect(report.counts).toMatchObject({ images: 1, imagesStored: 0 });
  expect(await contents()).toEqual([`![](${url("/a.png")})`]);
});

test("import --download-images — dry run — lists what would be downloaded, and requests nothing", async () => {
  expect(await download(["/a.png", "/none.png"], {}, { isDryRun: true })).toEqual(["stored", "stored"]);
  expect(server.requests).toEqual([]);
});

test("import --download-images — 404, HTML, SVG, a script as an image — the post keeps the URL, each with its reason", async () => {
  server.handlers["/html.png"] = serves(Buffer.from("<!doctype html><script>alert(1)</script>"), {
    "content-type": "image/png",
  });
  server.handlers["/a.svg"] = serves(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"));
  server.handlers["/empty.png"] = serves(Buffer.alloc(0));
  const types = "accepted: image/jpeg, image/png, image/webp, image/gif, image/avif";
  expect(await download(["/none.png", "/html.png", "/a.svg", "/empty.png"])).toEqual([
    "the server responded with 404",
    `the file is HTML or XML; ${types}`,
    `the file is SVG; ${types}`,
    "the body holds no image: it is empty",
  ]);
  expect(images.stored()).toEqual([]);
  expect((await contents())[0]).toContain(url("/html.png"));
});

test("import --download-images — other schemes, and redirects to them — refused", async () => {
  server.handlers["/file.png"] = redirects("file:///etc/passwd");
  server.handlers["/ftp.png"] = redirects("ftp://old.example/a.png");
  server.handlers["/none.png"] = redirects("http://[");
  expect(await download(["/file.png", "/ftp.png", "/none.png", "ftp://old.example/a.png"])).toEqual([
    "it leads to file:///etc/passwd, which is not http(s)",
    "it leads to ftp://old.example/a.png, which is not http(s)",
    "it is redirected to no URL",
    "it is no http(s) URL",
  ]);
});

test("import --download-images — private addresses, at once and after a redirect — refused before anything is sent", async () => {
  const targets = [
    "http://127.0.0.1",
    "http://169.254.169.254/latest/meta-data",
    "http://[::1]",
    "http://10.0.0.1",
    "http://inner.example",
  ];
  for (const [n, target] of targets.entries()) server.handlers[`/${n}.png`] = redirects(target);
  const resolveHost = async (host: string) => [
    { address: host === "old.example" ? "127.0.0.1" : "192.168.0.1", family: 4 },
  ];
  // The server of the test is allowed by its name: its address would be refused.
  let isFirst = false;
  const isAllowed = (address: string) => {
    isFirst = !isFirst;
    return isFirst && isServer(address);
  };
  const options = { resolveHost, isAllowed };
  const outcomes = [];
  for (const n of targets.keys()) {
    await state.db.deleteFrom("imported_items").execute();
    isFirst = false;
    outcomes.push(...(await download([`/${n}.png`], options)));
  }
  expect(outcomes).toEqual(
    ["127.0.0.1", "169.254.169.254", "[::1]", "10.0.0.1", "inner.example"].map(
      (host) =>
        `${host} is at ${host === "inner.example" ? "192.168.0.1" : host.replace(/[[\]]/g, "")}, which is no address of the public internet`,
    ),
  );
  expect(server.requests).toEqual(targets.map((_, n) => `old.example/${n}.png`));
});

test("import --download-images — as it is used — the loopback interface is refused", async () => {
  server.handlers["/a.png"] = serves(await png(21));
  const source = writePosts(`![](http://127.0.0.1:${server.port}/a.png) ![](http://localhost:${server.port}/a.png)`);
  const { entries } = await runImport(state.db, source, { downloadsImages: true });
  expect(server.requests).toEqual([]);
  expect(entries.map(({ text }) => text)).toEqual([
    expect.stringMatching(/127\.0\.0\.1 is at 127\.0\.0\.1, which is no address of the public internet$/),
    expect.stringMatching(/localhost is at \S+, which is no address of the public internet$/),
  ]);
});

test("import --download-images — a name that resolves to another address the second time — the checked one is used", async () => {
  server.handlers["/a.png"] = serves(await png(21));
  let resolved = 0;
  const resolveHost = async () => {
    resolved += 1;
    return [{ address: resolved === 1 ? "127.0.0.1" : "127.0.0.2", family: 4 }];
  };
  const checked: string[] = [];
  const isAllowed = (address: string) => {
    checked.push(address);
    return isServer(address);
  };
  expect(await download(["/a.png"], { resolveHost, isAllowed })).toEqual(["stored"]);
  expect({ checked, resolved }).toEqual({ checked: ["127.0.0.1"], resolved: 1 });
});

test("import --download-images — redirects in a circle — given up after five", async () => {
  server.handlers["/a.png"] = redirects("/b.png");
  server.handlers["/b.png"] = redirects("/a.png");
  expect(await download(["/a.png"])).toEqual(["more than 5 redirects"]);
  expect(server.requests).toHaveLength(6);
});

test("import --download-images — a body without an end — given up when it is too large", async () => {
  let sent = 0;
  server.handlers["/a.png"] = (_req, res) => {
    const write = () => {
      while (!res.destroyed && res.write(Buffer.alloc(2 ** 20))) sent += 1;
    };
    res.on("drain", write);
    write();
  };
  expect(await download(["/a.png"])).toEqual(["the image is larger than 20 MiB"]);
  expect(sent).toBeLessThan(60);
});

test.each<[name: string, handler: (res: ServerResponse) => void]>([
  ["a byte now and then", (res) => setInterval(() => res.write("a"), 20).unref()],
  ["no header", () => undefined],
])("import --download-images — a server that sends %s — given up when its time is over", async (_name, handler) => {
  server.handlers["/a.png"] = (_req, res) => handler(res);
  expect(await download(["/a.png"], { limits: { requestMs: 200 } })).toEqual(["the server took too long"]);
  expect(server.requests).toHaveLength(3);
});

test("import --download-images — 503, 429 and a broken connection — tried again", async () => {
  const bytes = await png(21);
  const failing = (fail: (res: ServerResponse) => void) => {
    let attempts = 0;
    return (_req: unknown, res: ServerResponse) => {
      attempts += 1;
      if (attempts < 3) fail(res);
      else res.end(bytes);
    };
  };
  server.handlers["/503.png"] = failing((res) => res.writeHead(503).end());
  server.handlers["/429.png"] = failing((res) => res.writeHead(429, { "retry-after": "0" }).end());
  server.handlers["/broken.png"] = failing((res) => res.destroy());
  server.handlers["/cut.png"] = failing((res) => {
    res.writeHead(200, { "content-length": "1000" }).write("a");
    setImmediate(() => res.destroy());
  });
  expect(await download(["/503.png", "/429.png", "/broken.png", "/cut.png"])).toEqual(Array(4).fill("stored"));
});

test("import --download-images — a server that always fails — given up after three attempts, and its host after five images", async () => {
  for (let n = 0; n < 30; n++) server.handlers[`/${n}.png`] = (_req, res) => res.writeHead(500).end();
  const outcomes = await download(Array.from({ length: 30 }, (_, n) => `/${n}.png`));
  const [first, last] = [
    "the server responded with 500",
    expect.stringMatching(/^old\.example has failed \d times in a row$/),
  ];
  expect(outcomes.slice(0, 5)).toEqual(Array(5).fill(first));
  expect(outcomes.slice(10)).toEqual(Array(20).fill(last));
  expect(server.requests.length).toBeLessThanOrEqual(9 * 3);
});

test("import --download-images — more than all together may have — the rest is left, and reported", async () => {
  for (const n of [1, 2, 3]) server.handlers[`/${n}.png`] = serves(await png(20 + n));
  expect(await download(["/1.png", "/2.png", "/3.png"], { limits: { downloads: 2 } })).toEqual([
    ...["stored", "stored", "more than 2 images"],
  ]);
  await state.db.deleteFrom("imported_items").execute();
  expect(await download(["/1.png"], { limits: { bytes: 10 } })).toEqual(["all images together are too large"]);
});

test("import --download-images — images of many texts — each URL once, and no more than four at a time", async () => {
  let [open, most] = [0, 0];
  for (let n = 0; n < 12; n++) {
    const bytes = await png(20 + n);
    server.handlers[`/${n}.png`] = (_req, res) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        res.end(bytes);
      }, 30);
    };
  }
  const paths = Array.from({ length: 12 }, (_, n) => `/${n}.png`);
  const text = paths.map((path) => `![](${url(path)})`).join("\n");
  await runImport(state.db, writePosts(text, text, text), { downloadsImages: true, download: downloader() });
  expect(server.requests).toHaveLength(12);
  expect(most).toBeLessThanOrEqual(4);
  expect(most).toBeGreaterThan(1);
});

test("import --download-images — repeated after it was stopped — what is there is not downloaded again", async () => {
  const paths = Array.from({ length: 12 }, (_, n) => `/${n}.png`);
  for (const [n, path] of paths.entries()) server.handlers[path] = serves(await png(20 + n));
  const source = writePosts(paths.map((path) => `![](${url(path)})`).join("\n"));
  const controller = new AbortController();
  const onStep = ({ detail }: { detail?: string }) => detail === "3 images" && controller.abort(new Error("stopped"));
  const options = { downloadsImages: true, download: downloader() };
  await expect(runImport(state.db, source, { ...options, onStep, signal: controller.signal })).rejects.toThrow(
    "stopped",
  );
  expect(await contents()).toEqual([]);
  const before = [...server.requests];
  const { counts } = await runImport(state.db, source, options);
  expect(counts).toMatchObject({ published: 1, imagesStored: 12, imagesDownloaded: 12 });
  const requested = new Set(server.requests);
  expect(requested.size).toBe(12);
  const again = server.requests.slice(before.length);
  expect(again.length).toBeLessThanOrEqual(12 - 3);
  const stored = images.stored();
  await runImport(state.db, source, options);
  expect(server.requests).toHaveLength(before.length + again.length);
  expect(images.stored()).toEqual(stored);
});
