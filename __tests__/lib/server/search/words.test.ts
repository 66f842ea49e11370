import { foldedWords, PLACES_MAX, SEARCH_WORDS_MAX, termsOf, wordsOf } from "#lib/server/search/words";

const folded = (text: string) => wordsOf(text).map((word) => word.folded);

test.each([
  ["Crème BRÛLÉE", ["creme", "brulee"]],
  ["e\u0301te\u0301", ["ete"]],
  ["STRASSE Straße STRAẞE", ["strasse", "strasse", "strasse"]],
  [
    "한국 and in its parts: \u1112\u1161\u11ab\u1100\u116e\u11a8",
    ["한", "국", "and", "in", "its", "parts", "한", "국"],
  ],
  ["ﷺ", ["صلى", "الله", "عليه", "وسلم"]],
  ["half: ½", ["half", "1", "2"]],
  ["a sign without a letter: ﹰ", ["a", "sign", "without", "a", "letter"]],
  ["ΣΊΣΥΦΟΣ σίσυφος", ["σισυφοσ", "σισυφοσ"]],
  ["ﬁne ＦＵＬＬ", ["fine", "full"]],
  ["C++ v2.0 don't", ["c", "v2", "0", "don", "t"]],
  ["東京 tower", ["東", "京", "tower"]],
  ["a🙂b", ["a", "🙂", "b"]],
  ["", []],
  ["... -- !!", []],
])("the words of %j are %j", (text, words) => {
  expect(folded(text)).toEqual(words);
});

test("each word knows where it stands", () => {
  const text = "Ein 🙂 Café, 東京";
  expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(["Ein", "🙂", "Café", "東", "京"]);
});

test.each([
  ["two words", [["two"], ["words"]]],
  [
    "東京 大阪",
    [
      ["東", "京"],
      ["大", "阪"],
    ],
  ],
  ["東京tower", [["東", "京"], ["tower"]]],
])("%j asks for %j, the last one perhaps only begun", (search, words) => {
  const terms = termsOf(search);
  expect(terms.map((term) => term.words)).toEqual(words);
  expect(terms.map((term) => term.isPrefix)).toEqual(words.map((row, n) => n === words.length - 1 && row.length === 1));
});

test.each([
  ["a single letter", "t", false],
  ["a single letter behind a word", "of t", false],
  ["a single digit", "of 2", false],
  ["a letter with its accent", "e\u0301", false],
  ["two letters", "th", true],
  ["a Chinese character", "東", false],
  ["an emoji", "🙂", false],
])("the last word of a search — %s, %j — may be only begun: %s", (_name, search, isPrefix) => {
  expect(termsOf(search).at(-1)?.isPrefix).toBe(isPrefix);
});

test("a word that a search repeats counts once, and so do the first of very many", () => {
  expect(termsOf("red blue red red")).toEqual([
    { words: ["red"], isPrefix: false },
    { words: ["blue"], isPrefix: false },
  ]);
  const many = Array.from({ length: 100 }, (_, at) => `word${at}`);
  const terms = termsOf(many.join(" "));
  expect(terms.flatMap(({ words }) => words)).toEqual(many.slice(0, SEARCH_WORDS_MAX));
  expect(terms.some(({ isPrefix }) => isPrefix)).toBe(false);
});

test("of a long row of characters the first count, and those after it not at all", () => {
  const [row, ...others] = termsOf(`${"的".repeat(100)} red`);
  expect(row).toEqual({ words: Array(SEARCH_WORDS_MAX).fill("的"), isPrefix: false });
  expect(others).toEqual([]);
});

test("a word in very many places — the first count, and what stands between the others is in no row", () => {
  const words = foldedWords(`${"的".repeat(PLACES_MAX)}的東的京`);
  expect(words.filter((word) => word === "的")).toHaveLength(PLACES_MAX);
  expect(words.slice(PLACES_MAX)).toEqual(["-", "東", "-", "京"]);
  expect(termsOf("-")).toEqual([]);
});
