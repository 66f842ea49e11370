import { splitTags, tagKey, tidyTag, uniqueTags } from "#lib/shared/tag-names";

describe("tagKey", () => {
  test.each([
    ["Café", "Cafe\u0301"],
    ["straße", "STRASSE"],
    ["STRAẞE", "strasse"],
    ["ΟΔΟΣ", "οδος"],
    ["ΣΑΣ", "σας"],
    ["ﬁve", "FIVE"],
    ["Привет", "ПРИВЕТ"],
    ["Łódź", "łÓDŹ"],
    ["ΐ", "Ϊ\u0301"],
    ["ǅ", "ǆ"],
  ])("%s and %s — the same tag", (one, other) => {
    expect(tagKey(one)).toBe(tagKey(other));
  });

  test.each([
    ["Cafe", "Café"],
    ["ı", "i"],
    ["C", "C++"],
    ["slow food", "slow-food"],
    ["ＦＵＬＬ", "full"],
  ])("%s and %s — two tags", (one, other) => {
    expect(tagKey(one)).not.toBe(tagKey(other));
  });

  test("every letter with a case — idempotent, and equal for upper and lower case but for ı and İ", () => {
    const wrong: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      if (!/\p{Changes_When_Casemapped}/u.test(character)) continue;
      const key = tagKey(character);
      const same = [key, character.toLowerCase()].every((other) => tagKey(other) === key);
      const isSameInUpperCase = "ıİi".includes(character) || tagKey(character.toUpperCase()) === key;
      if (!same || !isSameInUpperCase) wrong.push(character);
    }
    expect(wrong).toEqual([]);
  });
});

test("uniqueTags — several spellings — the first one stays", () => {
  expect(uniqueTags(["News", "b", "NEWS", "news", "B"])).toEqual(["News", "b"]);
});

test.each([
  ["  two   words ", "two words"],
  ["#travel", "travel"],
  ["＃旅行", "旅行"],
  ["C#", "C#"],
  ["e\u0301te\u0301", "été"],
  ["a\u3000b", "a b"],
])("tidyTag — %j — %j", (typed, stored) => {
  expect(tidyTag(typed)).toBe(stored);
});

describe("splitTags", () => {
  test.each([
    ["go，rust", ["go", "rust"]],
    ["go、rust", ["go", "rust"]],
    ["a;b", ["a", "b"]],
    ["a, b ,, c,", ["a", "b", "c"]],
    ["#travel #food", ["travel", "food"]],
    ["#travel", ["travel"]],
    ["#slow food #C#", ["slow food", "C#"]],
    ["＃旅行 ＃食べ物", ["旅行", "食べ物"]],
    ["C#", ["C#"]],
    ["C#, F#", ["C#", "F#"]],
    ["C# F#", ["C# F#"]],
    ["issue #1", ["issue #1"]],
    ["a, #b #c", ["a", "b", "c"]],
    ["slow food, UX/UI, R&D, .NET", ["slow food", "UX/UI", "R&D", ".NET"]],
    ["", []],
    [" # , #", []],
  ])("%j — %j", (typed, tags) => {
    expect(splitTags(typed)).toEqual(tags);
  });

  test.each([[["C#", "C++", "a #b", "雑記", "Node.js"]], [["x"]], [[]]])(
    "%j joined by commas — the same list",
    (tags) => {
      expect(splitTags(tags.join(", "))).toEqual(tags);
    },
  );
});
