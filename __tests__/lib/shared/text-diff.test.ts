import fc from "fast-check";
import { type DiffPart, diffByLine, diffByWord } from "#lib/shared/text-diff";

const without = (kind: DiffPart["kind"], parts: DiffPart[]) =>
  parts
    .filter((part) => part.kind !== kind)
    .map(({ text }) => text)
    .join("");
const ended = (text: string) => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

test.each([diffByLine, diffByWord])("both texts are whole in what %p gives", (diff) => {
  const text = fc.array(fc.constantFrom("a", "b", "\n", " ", "é", "朝", "😀", "\r")).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = diff(before, after);
      expect([without("added", parts), without("removed", parts)]).toEqual([ended(before), ended(after)]);
    }),
  );
});

test("only the words that differ are marked", () => {
  expect(diffByWord("same\none two", "same\none three")).toEqual([
    { kind: "same", text: "same\n" },
    { kind: "same", text: "one " },
    { kind: "removed", text: "two" },
    { kind: "added", text: "three" },
    { kind: "same", text: "\n" },
  ]);
});

test("two long texts that have nothing in common are told apart as wholes", () => {
  const words = (word: string) => Array.from({ length: 10_000 }, (_, at) => `${word}${at}`).join("\n");
  const kinds = diffByLine(words("a"), words("b")).map(({ kind }) => kind);
  expect(kinds).toEqual(["removed", "added"]);
});
