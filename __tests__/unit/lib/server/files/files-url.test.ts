import { withoutPassword } from "#lib/server/db/connection-string";
import { readEnv } from "#lib/server/env";
import { parseFilesUrl } from "#lib/server/files/files-url";

test("parseFilesUrl — a folder — its path", () => {
  expect(parseFilesUrl("file:./data/images")).toEqual({ folder: "./data/images" });
});

test("parseFilesUrl — a bucket — URL, region and decoded secret", () => {
  expect(parseFilesUrl("s3://id:a%2Fb%2Bc@s3.example.org/bucket/some/prefix?region=auto")).toEqual({
    bucket: {
      base: "https://s3.example.org/bucket/some/prefix/",
      region: "auto",
      accessKeyId: "id",
      secretAccessKey: "a/b+c",
    },
  });
  expect(parseFilesUrl("s3+http://id:b@localhost:9000/bucket")).toMatchObject({
    bucket: { base: "http://localhost:9000/bucket/", region: "us-east-1" },
  });
});

test.each([
  ["ftp://example.org", "must be file:<folder>, or s3://"],
  ["file:", "must be file:<folder>, or s3://"],
  ["s3://example.org/bucket", "must be file:<folder>, or s3://"],
  ["s3://id:secret@example.org", "must be file:<folder>, or s3://"],
  ["s3://id:sec/ret@example.org/bucket", "with / + @ # % in the secret written %2F"],
  ["s3://id:sec#ret@example.org/bucket", "with / + @ # % in the secret written %2F"],
  ["s3://id:sec%ret@example.org/bucket", "with / + @ # % in the secret written %2F %2B %40 %23 %25"],
  ["s3://i%d:secret@example.org/bucket", "with / + @ # % in the secret written"],
  ["s3://id:secret@example.org/bucket?zone=a", "has the unknown parameter zone"],
])("FILES_URL=%s — refused with the right form, without the secret", (url, message) => {
  const read = () => readEnv({ FILES_URL: url });
  expect(read).toThrow(message);
  expect(read).not.toThrow("sec/ret");
  expect(read).not.toThrow("sec#ret");
  expect(read).not.toThrow("sec%ret");
});

test("withoutPassword — the URL of a bucket — the secret is left out", () => {
  expect(withoutPassword("s3://id:secret@example.org/bucket")).toBe("s3://id:***@example.org/bucket");
});
