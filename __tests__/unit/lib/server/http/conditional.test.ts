import { entityTag, isNotModified, requireMatch } from "#lib/server/http/conditional";
import { Problem } from "#lib/server/problem";

const TAG = '"3-1"';
const request = (headers: Record<string, string>) => ({ headers }) as never;

test.each([
  [TAG, true],
  [`W/${TAG}`, true],
  ["*", true],
  [" * ", true],
  [`"x", ${TAG}`, true],
  [`"x",W/${TAG},"y"`, true],
  ['"3-2"', false],
  ["3-1", false],
  ['"3-1', false],
  ["", false],
  ['"*"', false],
  [`"a${TAG}`, false],
  ['"3-1 "', false],
])("isNotModified — If-None-Match: %s — %s", (header, has) => {
  expect(isNotModified(request({ "if-none-match": header }), TAG)).toBe(has);
});

test.each([
  [TAG, true],
  ["*", true],
  [`"x", ${TAG}`, true],
  [`W/${TAG}`, false],
  [`W/${TAG}, "x"`, false],
  ['"3-2"', false],
  ["", false],
])("requireMatch — If-Match: %s — passes: %s", (header, passes) => {
  const write = () => requireMatch(request({ "if-match": header }), TAG, { id: "3" });
  if (passes) expect(write).not.toThrow();
  else expect(write).toThrow(Problem);
});

test("isNotModified, requireMatch — no precondition — not 304, no error", () => {
  expect(isNotModified(request({}), TAG)).toBe(false);
  expect(() => requireMatch(request({}), TAG, {})).not.toThrow();
});

test("requireMatch — outdated ETag — 412 with the current ETag", () => {
  expect(() => requireMatch(request({ "if-match": '"3-0"' }), TAG, { title: "Now" })).toThrow(
    expect.objectContaining({ status: 412, headers: { ETag: TAG } }),
  );
});

test.each([
  [`W/${TAG}`, "weak-etag"],
  [`"x", W/"3-0"`, "weak-etag"],
  ['"3-0"', "precondition-failed"],
  ['"W/3-0"', "precondition-failed"],
])("requireMatch — If-Match: %s — 412 %s, with the current post and its ETag", (header, type) => {
  const write = () => requireMatch(request({ "if-match": header }), TAG, { title: "Now" });
  expect(write).toThrow(expect.objectContaining({ status: 412, type, headers: { ETag: TAG } }));
  expect(write).toThrow(expect.objectContaining({ details: expect.objectContaining({ current: { title: "Now" } }) }));
});

test("entityTag — parts that join to the same text — different ETags", () => {
  const tags = [entityTag("a", "b"), entityTag("ab"), entityTag("a", "", "b"), entityTag("b", "a")];
  expect(new Set(tags).size).toBe(4);
  expect(entityTag("a", "b")).toBe(tags[0]);
  expect(tags[0]).toMatch(/^"[\w-]{22}"$/);
});
