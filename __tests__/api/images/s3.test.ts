import { randomUUID } from "node:crypto";
import { database } from "#lib/server/db/database";
import { files } from "#lib/server/files/files";
import { sweepUnusedImages } from "#lib/server/images/sweep";
import { makeAuthor } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { withLogLines } from "#support/log-lines";
import { withS3Server } from "#support/s3-server";
import { withSettings } from "#support/settings";
import { pngOf, upload, uploaded } from "#support/uploads";
import one from "../../../pages/api/images/[id]";
import file from "../../../pages/api/images/files/[file]";
import posts from "../../../pages/api/posts/index";

const service = withS3Server();
const db = withDatabase();
const settings = { FILES_URL: "", WRITE_LIMIT: 0 };
beforeEach(() => {
  settings.FILES_URL = service.s3.url;
});
withSettings(settings);
const log = withLogLines();

const get = (path: string) => call(file, { query: { file: path.replace("/images/", "") } });

test("images in a bucket — uploaded, served, uploaded twenty times at once, deleted, swept", async () => {
  const author = await makeAuthor();
  const image = await uploaded(1, author, 600);
  expect(service.s3.files.size).toBe(2);
  for (const { url } of image.variants) expect((await get(url)).status).toBe(200);

  const bytes = await pngOf(2, 600);
  const responses = await Promise.all(Array.from({ length: 20 }, () => upload(bytes, author)));
  expect(new Set(responses.map(({ body }) => body)).size).toBe(1);
  expect(service.s3.files.size).toBe(4);

  const { status } = await call(one, { method: "DELETE", headers: author.headers, query: { id: image.id } });
  expect([status, service.s3.files.size]).toEqual([204, 2]);
  await sweepUnusedImages(await database(), await files(), { now: Date.now() + 31 * 86_400_000 });
  expect(service.s3.files.size).toBe(0);
  expect(await rowsIn(db.db, "images")).toEqual([]);
});

describe("a bucket that cannot be used", () => {
  test.each([
    ["a wrong secret", (url: string) => url.replace("secret", "sucret"), undefined, 503, "the secret is wrong"],
    [
      "a missing bucket",
      (url: string) => url.replace("/images?", "/other?"),
      undefined,
      503,
      "the bucket does not exist",
    ],
    ["no room", (url: string) => url, "XMinioStorageFull", 507, "there is no space left"],
    ["no response in time", (url: string) => url, "silence", 503, "did not respond within"],
  ])(
    "%s — uploads get a problem, the log names the cause without the secret; posts are written and read",
    async (_, change, failure, status, cause) => {
      // 20 seconds are too long for a test. A bucket that responds has all of them.
      const inTime = AbortSignal.timeout.bind(AbortSignal);
      if (failure === "silence") jest.spyOn(AbortSignal, "timeout").mockImplementation(() => inTime(300));
      settings.FILES_URL = change(service.s3.url);
      Object.assign((await import("#lib/server/env")).env(), settings);
      service.s3.failure = failure;
      const author = await makeAuthor();
      const response = await upload(await pngOf(3), author);
      expect(response.status).toBe(status);
      expect(response.headers["retry-after"]).toBe(status === 503 ? "2" : undefined);
      expect(response.body).not.toMatch(/127\.0\.0\.1|octavo-key/);
      expect(await rowsIn(db.db, "images")).toEqual([]);
      expect(log.text).toContain(cause);
      expect(log.text).not.toContain("cret+");
      const title = randomUUID();
      const written = await call(posts, { method: "POST", headers: author.headers, body: newPost({ title }) });
      expect(written.status).toBe(201);
      expect((await call(posts, { query: { fields: "title" } })).json()).toEqual([{ title }]);
    },
  );
});
