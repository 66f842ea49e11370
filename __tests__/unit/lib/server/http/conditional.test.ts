import { entityTag, isNotModified, requireMatch } from "#lib/server/http/conditional";
import { Problem } from "#lib/server/problem";

const TAG = '"3-1"';
const asking = (headers: Record<string, string>) => ({ headers }) as never;

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
])("If-None-Match: %s says that the reader has it: %s", (header, has) => {
  expect(isNotModified(asking({ "if-none-match": header }), TAG)).toBe(has);
});

test.each([
  [TAG, true],
  ["*", true],
  [`"x", ${TAG}`, true],
  [`W/${TAG}`, false],
  [`W/${TAG}, "x"`, false],
  ['"3-2"', false],
  ["", false],
])("If-Match: %s lets a write pass: %s", (header, passes) => {
  const write = () => requireMatch(asking({ "if-match": header }), TAG, { id: "3" });
  if (passes) expect(write).not.toThrow();
  else expect(write).toThrow(Problem);
});

test("without a precondition a read is whole and a write passes", () => {
  expect(isNotModified(asking({}), TAG)).toBe(false);
  expect(() => requireMatch(asking({}), TAG, {})).not.toThrow();
});

test("whoever missed a change is shown the post as it is now, with its tag", () => {
  expect(() => requireMatch(asking({ "if-match": '"3-0"' }), TAG, { title: "Now" })).toThrow(
    expect.objectContaining({ status: 412, headers: { ETag: TAG } }),
  );
});

test.each([
  [`W/${TAG}`, "weak-etag"],
  [`"x", W/"3-0"`, "weak-etag"],
  ['"3-0"', "precondition-failed"],
  ['"W/3-0"', "precondition-failed"],
])("If-Match: %s — 412 %s, with the current post and its ETag", (header, type) => {
  const write = () => requireMatch(asking({ "if-match": header }), TAG, { title: "Now" });
  expect(write).toThrow(expect.objectContaining({ status: 412, type, headers: { ETag: TAG } }));
  expect(write).toThrow(expect.objectContaining({ details: expect.objectContaining({ current: { title: "Now" } }) }));
});

test("a tag is made of all its parts and of where they end", () => {
  const tags = [entityTag("a", "b"), entityTag("ab"), entityTag("a", "", "b"), entityTag("b", "a")];
  expect(new Set(tags).size).toBe(4);
  expect(entityTag("a", "b")).toBe(tags[0]);
  expect(tags[0]).toMatch(/^"[\w-]{22}"$/);
});
