import { SEARCH_WORDS_MAX, termsOf } from "#lib/server/search/terms";
import { foldedWords, PLACES_MAX, sortKey, wordsOf } from "#lib/server/search/words";

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
  ["C++ v2.0 don't", ["c", "++", "v2", ".", "0", "dont"]],
  ["C#, F#; .NET (node.js)", ["c", "#", "f", "#", ".", "net", "node", ".", "js"]],
  ["UX/UI R&D a_b me@example.org", ["ux", "/", "ui", "r", "&", "d", "a", "_", "b", "me", "@", "example", ".", "org"]],
  ["C++/CLI std::vector C++17", ["c", "++", "/", "cli", "std", "::", "vector", "c", "++", "17"]],
  ["Ｃ＋＋とＣ＃", ["c", "++", "と", "c", "#"]],
  ["Łódź, Đà Nẵng", ["lodz", "da", "nang"]],
  ["SMØRREBRØD på Østerbro", ["smorrebrod", "pa", "osterbro"]],
  ["Æ æ Œ œ ß ı Þór ð ħŋŧ", ["ae", "ae", "oe", "oe", "ss", "i", "thor", "d", "hnt"]],
  ["Don’t l'homme rock'n'roll", ["dont", "lhomme", "rocknroll"]],
  ["Hawaiʻi п'ять col·lecció", ["hawaii", "пять", "colleccio"]],
  ["می\u200cخواهم and soft\u00adly", ["میخواهم", "and", "softly"]],
  ["open-source, e.g. this. And that", ["open", "source", "e", ".", "g", "this", "and", "that"]],
  ["+ # . a + b #tag @name /path 'quoted'", ["a", "b", "tag", "name", "path", "quoted"]],
  ["東京 tower", ["東", "京", "tower"]],
  ["a🙂b", ["a", "🙂", "b"]],
  ["", []],
  ["... -- !!", []],
])("wordsOf — %j — %j", (text, words) => {
  expect(folded(text)).toEqual(words);
});

test("wordsOf — start and end — the word's position in the text", () => {
  const text = "Ein 🙂 Café, 東京";
  expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(["Ein", "🙂", "Café", "東", "京"]);
});

test.each([
  ["C++", "c ++*"],
  ["C+", "c +*"],
  ["C#", "c #*"],
  [".NET", ". net*"],
  ["node.js", "node . js*"],
  ["node.j", "node . j"],
  ["node.", "node*"],
  ["don't", "dont*"],
  ["R&D", "r & d"],
  ["R & D", "r, d"],
  ["C++ templates", "c ++, templates*"],
  ["C++言語", "c ++, 言 語"],
  ["日本/東京", "日 本, 東 京"],
  ["a🙂b", "a, 🙂, b"],
  ["https://example.com/a", "https : // example . com / a"],
])("termsOf — %j — %j", (search, terms) => {
  const shown = termsOf(search).map(({ isPrefix, words }) => `${words.join(" ")}${isPrefix ? "*" : ""}`);
  expect(shown.join(", ")).toBe(terms);
});

test.each(["+", "++", "#", ".", "...", "&", "/", "'", "_", "-", "+ # . & /"])(
  "termsOf — %j, signs only — no terms",
  (search) => {
    expect(termsOf(search)).toEqual([]);
  },
);

test("termsOf — a phrase cut after 32 words — the last is not a prefix", () => {
  const last = termsOf(`${"x1.".repeat(40)}name`).at(-1);
  expect(last?.words).toHaveLength(SEARCH_WORDS_MAX);
  expect(last?.isPrefix).toBe(false);
});

test("foldedWords — words with apostrophes — their parts after the text, each once", () => {
  expect(foldedWords("I don't, you don't. L'homme")).toEqual([
    ...["i", "dont", "you", "dont", "lhomme"],
    ...["-", "don", "t", "l", "homme"],
  ]);
  expect(foldedWords("O'Brien, Brien")).toEqual(["obrien", "brien", "-", "o"]);
});

test("sortKey — signs — removed", () => {
  expect(sortKey(".NET and C++: don't Łódź")).toBe("net and c dont lodz");
});

test.each([
  ["one sign repeated", `a${"+".repeat(250_000)}b`],
  ["two signs in turn", `a${"+#".repeat(125_000)}b`],
  ["signs between letters", "a.".repeat(125_000)],
  ["letters and apostrophes", "a'".repeat(125_000)],
  ["dots before letters", " .a".repeat(80_000)],
])("foldedWords — %s, 250,000 characters — at most PLACES_MAX positions per word", (_name, text) => {
  const counts = new Map<string, number>();
  for (const word of foldedWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  counts.delete("-");
  expect(Math.max(...counts.values())).toBeLessThanOrEqual(PLACES_MAX);
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
])("termsOf — %j — %j, only a single last word is a prefix", (search, words) => {
  const terms = termsOf(search);
  expect(terms.map((term) => term.words)).toEqual(words);
  expect(terms.map((term) => term.isPrefix)).toEqual(words.map((row, n) => n === words.length - 1 && row.length === 1));
});

test.each([
  ["a single letter", "t", false],
  ["a single letter after a word", "of t", false],
  ["a single digit", "of 2", false],
  ["a letter with its accent", "e\u0301", false],
  ["two letters", "th", true],
  ["a Chinese character", "東", false],
  ["an emoji", "🙂", false],
])("termsOf — %s, %j — last term is a prefix: %s", (_name, search, isPrefix) => {
  expect(termsOf(search).at(-1)?.isPrefix).toBe(isPrefix);
});

test("termsOf — repeated words, more than 32 words — each once, the first 32", () => {
  expect(termsOf("red blue red red")).toEqual([
    { words: ["red"], isPrefix: false },
    { words: ["blue"], isPrefix: false },
  ]);
  const many = Array.from({ length: 100 }, (_, at) => `word${at}`);
  const terms = termsOf(many.join(" "));
  expect(terms.flatMap(({ words }) => words)).toEqual(many.slice(0, SEARCH_WORDS_MAX));
  expect(terms.some(({ isPrefix }) => isPrefix)).toBe(false);
});

test("termsOf — 100 characters in a row — the first 32, nothing after them", () => {
  const [row, ...others] = termsOf(`${"的".repeat(100)} red`);
  expect(row).toEqual({ words: Array(SEARCH_WORDS_MAX).fill("的"), isPrefix: false });
  expect(others).toEqual([]);
});

test("foldedWords — a word more than PLACES_MAX times — the first ones, then separated other words", () => {
  const words = foldedWords(`${"的".repeat(PLACES_MAX)}的東的京`);
  expect(words.filter((word) => word === "的")).toHaveLength(PLACES_MAX);
  expect(words.slice(PLACES_MAX)).toEqual(["-", "東", "-", "京"]);
  expect(termsOf("-")).toEqual([]);
});
