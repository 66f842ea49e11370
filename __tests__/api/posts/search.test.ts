import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost, titlesFound } from "#support/factories";
import post from "../../../pages/api/posts/[id]";
import posts from "../../../pages/api/posts/index";

withDatabase();

describe("GET /api/posts — q — finds", () => {
  test.each([
    ["a word of the title", "brulee"],
    ["a word of the content", "caramel"],
    ["a tag", "dessert"],
    ["a part of a two-word tag", "french"],
    ["a word in another case", "CARAMEL"],
    ["a word with its accents", "Brûlée"],
    ["a word with accents that the text lacks", "cåramél"],
    ["the beginning of the last word", "cara"],
    ["all words, in any order and place", "dessert caramel brulee"],
    ["a word next to punctuation", "«caramel!»"],
    ["link text", "recipe"],
    ["code", "whisk"],
    ["a capital sharp s", "STRASSE"],
  ])("%s: %s", async (_name, q) => {
    await makePost({ title: "Something else", content: "Nothing of that kind." });
    await makePost({
      title: "Crème brûlée",
      content: "Sugar to **caramel**. See the [recipe](https://example.org/hidden).\n\n    whisk()\n\nMy Straße.",
      tags: ["dessert", "french kitchen"],
    });
    expect(await titlesFound(q)).toEqual(["Crème brûlée"]);
  });

  test.each([
    ["the middle of a Japanese sentence", "東京都", "私は東京都に住んでいます"],
    ["one Chinese character", "京", "北京大学"],
    ["a part of a Thai sentence", "ภาษา", "ฉันพูดภาษาไทย"],
    ["Korean", "세계", "안녕하세계"],
    ["an emoji within a word", "🙂", "so happy🙂today"],
    ["a flag of letters beyond 16 bits", "𝒳", "the set 𝒳 is open"],
    ["Hebrew", "שלום", "שלום עולם"],
    ["Greek with the other sigma", "ΣΊΣΥΦΟΣ", "ο Σίσυφος"],
    ["a prefix of a Greek word, ending in sigma", "κόσ", "κόσμος"],
    ["a decomposed accent", "cafe\u0301", "the café"],
  ])("%s: %s", async (_name, q, content) => {
    await makePost({ title: "Something else", content: "Nothing of that kind." });
    await makePost({ title: "Wanted", content });
    expect(await titlesFound(q)).toEqual(["Wanted"]);
  });
});

describe("GET /api/posts — q — does not find", () => {
  test.each([
    ["a missing word", "vanilla"],
    ["one word of two", "caramel vanilla"],
    ["a prefix of a word that is not the last", "cara sugar"],
    ["the end of a word", "ramel"],
    ["a link target", "hidden"],
    ["Japanese characters in another order", "京東"],
    ["characters that are not adjacent", "東都"],
  ])("%s: %s", async (_name, q) => {
    await makePost({ content: "Sugar, caramel, [a link](https://example.org/hidden), 東京都" });
    expect(await titlesFound(q)).toEqual([]);
  });

  test("GET /api/posts — q, a word that a change removed — no posts", async () => {
    const { id } = await makePost({ title: "Old words", tags: ["oldtag"], content: "Oldcontent" });
    const body = { title: "New", tags: ["newtag"], content: "Newcontent" };
    await call(post, { method: "PUT", query: { id }, body });
    for (const q of ["words", "oldtag", "oldcontent"]) expect(await titlesFound(q)).toEqual([]);
    for (const q of ["new", "newtag", "newcontent"]) expect(await titlesFound(q)).toEqual(["New"]);
  });
});

describe("GET /api/posts — any q — 200", () => {
  const WORDS = [
    "hello",
    "AND",
    "OR",
    "NOT",
    "NEAR(",
    "title",
    "*",
    "-",
    "+",
    "^",
    '"',
    '""',
    "'",
    "(",
    ")",
    "{",
    "}",
    ":",
  ];

  test.each([
    '"',
    '"hello',
    'hello"',
    '"hello" "world',
    "hello AND",
    "AND",
    "OR OR",
    "NOT hello",
    "hello NOT",
    "NEAR(",
    "NEAR(hello world, 2)",
    "*",
    "hello*",
    "*hello",
    "-hello",
    "hello -",
    "+",
    "^hello",
    "title:hello",
    "title : hello",
    "{title content} : hello",
    "- title : hello",
    "nosuchcolumn:x",
    "(hello",
    "hello)",
    "()",
    "'; drop table posts; --",
    "hello\\",
    "%",
    "_",
    "a:b:c",
    "hello, world.",
    "\0",
    "hello\0world",
    "\ud83d",
    "\ude00hello",
    "\u202Ehello",
    "e\u0301\u0301\u0301",
    "\u0301",
    "ﷺ",
    "ﹰ",
    "㍿",
    "½ ⑴ ⒈ Ⅷ",
    "🏳️‍🌈👨‍👩‍👧‍👦",
    "🇺🇳",
    "\uFFFF\uFFFE",
    "\u{E0001}\u{10FFFF}",
    "a".repeat(200),
    "a ".repeat(100),
    "東".repeat(200),
    " ",
    "",
  ])("%j", async (q) => {
    await makePost({ title: "Hello world" });
    expect((await call(posts, { query: { q } })).status).toBe(200);
  });

  test("GET /api/posts — q of two pieces of query syntax — 200", async () => {
    await makePost({ title: "Hello world" });
    for (const a of WORDS) {
      for (const q of WORDS.flatMap((b) => [`${a}${b}`, `${a} ${b}`])) {
        expect({ q, status: (await call(posts, { query: { q } })).status }).toEqual({ q, status: 200 });
      }
    }
  });

  test.each(["AND", "or", "NOT", "near"])(
    "GET /api/posts — q %s, an operator of FTS5 and tsquery — searched as a word",
    async (q) => {
      await makePost({ title: "With it", content: `black ${q.toLowerCase()} white` });
      await makePost({ title: "Without", content: "black, white" });
      expect(await titlesFound(q)).toEqual(["With it"]);
    },
  );

  test.each(["", "  ", '"', "!!!", "\u0301"])("GET /api/posts — q %j, no words — no posts", async (q) => {
    await makePost();
    expect(await titlesFound(q)).toEqual([]);
  });

  test("POST /api/posts — content that is hard to index — 201", async () => {
    const content = `${WORDS.join(" ")} \u202E ﹰ ﷺ ${"x".repeat(40_000)} ${"東".repeat(1000)} 🇺🇳`;
    await makePost({ title: "Odd", content });
    expect(await titlesFound("near")).toEqual(["Odd"]);
  });
});
