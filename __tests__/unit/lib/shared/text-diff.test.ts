import fc from "fast-check";
import { type DiffPart, diffByLine, diffByWord } from "#lib/shared/text-diff";
import { hunks } from "#support/adversarial";
import { cpuRatio } from "#support/cpu";

const without = (kind: DiffPart["kind"], parts: DiffPart[]) =>
  parts
    .filter((part) => part.kind !== kind)
    .map(({ text }) => text)
    .join("");
const ended = (text: string) => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

test.each([diffByLine, diffByWord])("%p — any two texts — its parts contain both", (diff) => {
  const text = fc.array(fc.constantFrom("a", "b", "\n", " ", "é", "朝", "😀", "\r")).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = diff(before, after);
      expect([without("added", parts), without("removed", parts)]).toEqual([ended(before), ended(after)]);
    }),
  );
});

test("diffByWord — one word changed — only that word is marked", () => {
  expect(diffByWord("same\none two", "same\none three")).toEqual([
    { kind: "same", text: "same\n" },
    { kind: "same", text: "one " },
    { kind: "removed", text: "two" },
    { kind: "added", text: "three" },
    { kind: "same", text: "\n" },
  ]);
});

test("diffByLine — two long texts without a common line — one removed and one added part", () => {
  const words = (word: string) => Array.from({ length: 10_000 }, (_, at) => `${word}${at}`).join("\n");
  const kinds = diffByLine(words("a"), words("b")).map(({ kind }) => kind);
  expect(kinds).toEqual(["removed", "added"]);
});

test.each([1, 10, 40])("diffByWord — %i long hunks, twice the text — about twice the CPU time", async (count) => {
  const [small, large] = [hunks(count, 48_000), hunks(count, 96_000)];
  const compare = (texts: [string, string]) => () => diffByWord(...texts);
  expect(await cpuRatio(compare(small), compare(large), 3)).toBeLessThanOrEqual(3);
});

test("diffByWord — many long hunks — take no longer than a few of them", async () => {
  const compare = (count: number) => () => diffByWord(...hunks(count));
  expect(await cpuRatio(compare(5), compare(20), 3)).toBeLessThanOrEqual(3);
});
