import fc from "fast-check";
import { isClash, type MergePart, mergeTexts, resolvePart } from "#lib/shared/merge-texts";

const anyText = fc
  .array(fc.constantFrom("a", "b", "word", "\n", "\n\n", " ", "é", "朝", "😀", ".", "\r\n"), { maxLength: 30 })
  .map((parts) => parts.join(""));
const sideOf = (side: keyof MergePart, parts: MergePart[]) => parts.map((part) => part[side]).join("");
const resolve = (parts: MergePart[], choice: "mine" | "theirs" | "both") =>
  parts.map((part) => resolvePart(part, choice)).join("");

const PARAGRAPHS = "One stands first.\n\nTwo follows it.\n\nThree is last.\n";

describe("mergeTexts", () => {
  test("any three texts — each is whole in the parts", () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (base, mine, theirs) => {
        const parts = mergeTexts(base, mine, theirs);
        expect([sideOf("base", parts), sideOf("mine", parts), sideOf("theirs", parts)]).toEqual([base, mine, theirs]);
      }),
      { numRuns: 1_000 },
    );
  });

  test("one side unchanged — the other, without a clash", () => {
    fc.assert(
      fc.property(anyText, anyText, (base, changed) => {
        for (const parts of [mergeTexts(base, changed, base), mergeTexts(base, base, changed)]) {
          expect(parts.filter(isClash)).toEqual([]);
          expect(resolve(parts, "both")).toBe(changed);
        }
        expect(resolve(mergeTexts(base, changed, changed), "both")).toBe(changed);
      }),
    );
  });

  test("any clash, resolved by “both” — every character of both sides", () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (base, mine, theirs) => {
        for (const part of mergeTexts(base, mine, theirs).filter(isClash)) {
          const both = resolvePart(part, "both");
          expect([both.startsWith(part.mine), both.endsWith(part.theirs)]).toEqual([true, true]);
        }
      }),
    );
  });

  test("changes in different paragraphs — both in the text, no clash", () => {
    const mine = PARAGRAPHS.replace("One stands", "One always stands");
    const theirs = PARAGRAPHS.replace("is last", "comes last of all");
    const parts = mergeTexts(PARAGRAPHS, mine, theirs);
    expect(parts.filter(isClash)).toEqual([]);
    expect(resolve(parts, "mine")).toBe("One always stands first.\n\nTwo follows it.\n\nThree comes last of all.\n");
  });

  test("different words of one line — both in the text, no clash", () => {
    const base = "The cat sat on the mat and slept.";
    const parts = mergeTexts(base, base.replace("cat", "dog"), base.replace("slept", "dreamed"));
    expect(resolve(parts, "mine")).toBe("The dog sat on the mat and dreamed.");
    expect(parts.filter(isClash)).toEqual([]);
  });

  test("the same word changed — a clash of that word with its three texts", () => {
    const clashes = mergeTexts("The cat sat.\n", "The dog sat.\n", "The bird sat.\n").filter(isClash);
    expect(clashes).toEqual([{ base: "cat", mine: "dog", theirs: "bird" }]);
  });

  test("a paragraph rewritten on both sides — one clash of the whole line", () => {
    const base = "a1 b1 c1 d1 e1 f1 g1 h1 i1\n";
    const rewrite = (letter: string) => base.replace(/\w1/g, (word) => `${word[0]}${letter}`);
    const clashes = mergeTexts(base, rewrite("2"), rewrite("3")).filter(isClash);
    expect(clashes).toEqual([{ base, mine: rewrite("2"), theirs: rewrite("3") }]);
  });

  test("a paragraph deleted on one side and changed on the other — a clash", () => {
    const parts = mergeTexts(PARAGRAPHS, "One stands first.\n\nThree is last.\n", PARAGRAPHS.replace("Two", "Second"));
    expect(parts.filter(isClash)).toHaveLength(1);
  });

  test("paragraphs added at the end on both sides — “both” has mine first, separated", () => {
    const parts = mergeTexts("Start.\n", "Start.\n\nMine.\n", "Start.\n\nTheirs.\n");
    expect(resolve(parts, "both").replace(/\s+/g, " ")).toBe("Start. Mine. Theirs. ");
  });

  test("200,000 characters without a common line — one part, found quickly", () => {
    const lines = (word: string) => Array.from({ length: 20_000 }, (_, at) => `${word}${at}`).join("\n");
    expect(mergeTexts(lines("a"), lines("b"), lines("c"))).toHaveLength(1);
  });
});
