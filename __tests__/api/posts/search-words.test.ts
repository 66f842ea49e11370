import type { GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import type { Page } from "#lib/shared/post-query";
import type { PostSummary } from "#lib/shared/post-summary";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { listedPosts, makePost, titlesFound } from "#support/factories";
import posts from "../../../pages/api/posts/index";
import { getServerSideProps } from "../../../pages/blog/index";

withDatabase();

/** What the page /blog shows for a search: each title with its matches, as HTML. */
async function titlesOnPage(q: string): Promise<string[]> {
  const { req, res } = createMocks({ headers: { host: "octavo.test" } });
  const context = { req, res, query: { q } } as unknown as GetServerSidePropsContext;
  const result: unknown = await getServerSideProps(context);
  const { props } = result as { props: { fallback: Record<string, Page<PostSummary>> } };
  return Object.values(props.fallback).flatMap(({ items }) => items.map(({ highlight }) => highlight?.title ?? ""));
}

describe.each([
  ["Łódź", "lodz", "<mark>Łódź</mark>"],
  ["Đà Nẵng", "da nang", "<mark>Đà</mark> <mark>Nẵng</mark>"],
  ["Smørrebrød på Østerbro", "smorrebrod", "<mark>Smørrebrød</mark> på Østerbro"],
  ["Smørrebrød på Østerbro", "osterbro", "Smørrebrød på <mark>Østerbro</mark>"],
  ["Große Straße", "strasse", "Große <mark>Straße</mark>"],
  ["Ærø, œuvre, ħobż, Þingvellir", "aero oeuvre hobz thingvellir", /^(<mark>[^<]+<\/mark>(, )?){4}$/],
  ["Diyarbakır", "DIYARBAKIR", "<mark>Diyarbakır</mark>"],
  ["I don’t know", "dont", "I <mark>don’t</mark> know"],
  ["I dont know", "don't", "I <mark>dont</mark> know"],
  ["C'est l'homme", "homme", "C&#39;est l&#39;<mark>homme</mark>"],
  ["On node.js", "node", "On <mark>node</mark>.js"],
  ["On node.js", "node.js", "On <mark>node.js</mark>"],
  ["The .NET way", ".NET", "The <mark>.NET</mark> way"],
  ["R&D at work", "r&d", "<mark>R&amp;D</mark> at work"],
  ["Good UX/UI", "ux/ui", "Good <mark>UX/UI</mark>"],
  ["C++ and more", "c++", "<mark>C++</mark> and more"],
  ["C++20 and more", "c++", "<mark>C++</mark>20 and more"],
  ["C# and more", "C#", "<mark>C#</mark> and more"],
])("post titled %j", (title, q, marked) => {
  test(`GET /api/posts — q ${q} — the post, its words marked; /blog shows the same`, async () => {
    await makePost({ title: "Something else", content: "Nothing of that kind" });
    await makePost({ title, content: "x" });
    const [found, ...others] = await listedPosts({ q });
    expect(others).toEqual([]);
    expect(found?.highlight?.title).toEqual(marked instanceof RegExp ? expect.stringMatching(marked) : marked);
    expect(await titlesOnPage(q)).toEqual([found?.highlight?.title]);
  });
});

describe("GET /api/posts — q with signs — posts with the same signs", () => {
  beforeEach(async () => {
    for (const content of [
      "c and cats",
      "C++ templates",
      "C++17",
      "C# records",
      "A net of fish, networks, the internet",
      "On .NET 9",
      "node js",
      "node.js",
      "R and D",
      "Our R&D",
      "UX or UI",
      "UX/UI work",
      "She dont know; don the hat",
      "I don’t know",
    ]) {
      await makePost({ title: content, content });
    }
  });

  test.each([
    ["C++", ["C++ templates", "C++17"]],
    ["c++ templates", ["C++ templates"]],
    ["C+", ["C++ templates", "C++17"]],
    ["C#", ["C# records"]],
    [".NET", ["On .NET 9"]],
    ["net", ["A net of fish, networks, the internet", "On .NET 9"]],
    ["node.js", ["node.js"]],
    ["node.j", []],
    ["node", ["node js", "node.js"]],
    ["R&D", ["Our R&D"]],
    ["UX/UI", ["UX/UI work"]],
    ["don't", ["I don’t know", "She dont know; don the hat"]],
    ["don", ["I don’t know", "She dont know; don the hat"]],
    ["“C++”!", ["C++ templates", "C++17"]],
  ])("%j", async (q, titles) => {
    expect(await titlesFound(q)).toEqual(titles);
  });

  test.each(["++", "#", "+", ".", "&", "/", "'", "+ # . &"])("%j, signs alone — no posts", async (q) => {
    const { headers, json } = await call(posts, { query: { q } });
    expect({ total: headers["x-total-count"], found: json() }).toEqual({ total: "0", found: [] });
  });
});

test("GET /api/posts — q, a word of the tags — the post", async () => {
  await makePost({ title: "Tagged", tags: ["Café Noir"] });
  expect(await titlesFound("café")).toEqual(["Tagged"]);
});

test("GET /api/posts — sort=title — ł sorted as l, ø as o, signs ignored", async () => {
  for (const title of ["M", "Łódź", "Lyon", "Østerbro", "P", "Zürich", ".NET", "Oslo"]) await makePost({ title });
  const titles = (await listedPosts({ sort: "title" })).map(({ title }) => title);
  expect(titles).toEqual(["Łódź", "Lyon", "M", ".NET", "Oslo", "Østerbro", "P", "Zürich"]);
});
