import { suggestTags, tagAtCaret } from "#lib/client/suggest-tags";

/** The tag at the caret, which `|` stands for. */
function typedAt(marked: string): string | undefined {
  const caret = marked.indexOf("|");
  const found = tagAtCaret(marked.replace("|", ""), caret);
  if (found) expect(marked.slice(found.start, caret)).toBe(found.typed);
  return found?.typed;
}

test.each([
  ["|", ""],
  ["tra|", "tra"],
  ["travel, fo|", "fo"],
  ["travel，fo|", "fo"],
  ["travel、fo|; x", "fo"],
  ["slow fo|", "slow fo"],
  ["C#|", "C#"],
  ["#tra|", "tra"],
  ["#travel #fo|", "fo"],
  ["a, #travel #slow fo|", "slow fo"],
  ["travel|, food", "travel"],
  ["tra|vel", undefined],
])("tagAtCaret — %s — %s", (marked, typed) => {
  expect(typedAt(marked)).toBe(typed);
});

const NAMES = ["Travel", "Space travel", "Transit", "Łódź", "C++", "C"];
test.each([
  ["tra", [], ["Travel", "Transit", "Space travel"]],
  ["TRAVEL", [], ["Travel", "Space travel"]],
  ["tra", ["travel"], ["Transit", "Space travel"]],
  ["łÓ", [], ["Łódź"]],
  ["c+", [], ["C++"]],
  ["", [], []],
  ["zebra", [], []],
])("suggestTags — %j without %j — %j", (typed, taken, suggestions) => {
  expect(suggestTags(NAMES, typed, taken)).toEqual(suggestions);
});

test("suggestTags — many — the first eight", () => {
  const names = Array.from({ length: 20 }, (_, n) => `tag ${n}`);
  expect(suggestTags(names, "tag", [])).toEqual(names.slice(0, 8));
});
