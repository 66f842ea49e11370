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
])("the words of %j are %j", (text, words) => {
  expect(folded(text)).toEqual(words);
});

test("each word knows where it stands", () => {
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
])("a search for %j has the terms %j", (search, terms) => {
  const shown = termsOf(search).map(({ isPrefix, words }) => `${words.join(" ")}${isPrefix ? "*" : ""}`);
  expect(shown.join(", ")).toBe(terms);
});

test.each(["+", "++", "#", ".", "...", "&", "/", "'", "_", "-", "+ # . & /"])(
  "a search for signs alone, %j, has no terms",
  (search) => {
    expect(termsOf(search)).toEqual([]);
  },
);

test("a phrase that is cut after 32 words ends in a whole word", () => {
  const last = termsOf(`${"x1.".repeat(40)}name`).at(-1);
  expect(last?.words).toHaveLength(SEARCH_WORDS_MAX);
  expect(last?.isPrefix).toBe(false);
});

test("the parts of a word are indexed behind the text, each once", () => {
  expect(foldedWords("I don't, you don't. L'homme")).toEqual([
    ...["i", "dont", "you", "dont", "lhomme"],
    ...["-", "don", "t", "l", "homme"],
  ]);
  expect(foldedWords("O'Brien, Brien")).toEqual(["obrien", "brien", "-", "o"]);
});

test("titles are sorted without signs", () => {
  expect(sortKey(".NET and C++: don't Łódź")).toBe("net and c dont lodz");
});

test.each([
  ["signs in a row", `a${"+".repeat(250_000)}b`],
  ["signs in turn", `a${"+#".repeat(125_000)}b`],
  ["signs between letters", "a.".repeat(125_000)],
  ["letters and apostrophes", "a'".repeat(125_000)],
  ["dots before letters", " .a".repeat(80_000)],
])("%s, as long as a post may be — positions are bounded", (_name, text) => {
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
