import type { DroppedFile } from "#lib/client/dropped-files";
import { matchImages } from "#lib/client/match-images";
import { expectLinearTime } from "#support/expect-linear";

const dropped = (...paths: string[]): DroppedFile[] => paths.map((path) => ({ path, file: {} as File }));
const matched = (markdown: string, paths: string[], textPath = "post.md") => {
  const { markdown: after, ...rest } = matchImages(markdown, textPath, dropped(...paths), {
    url: ({ path }) => `<${path}>`,
    line: ({ path }) => `LINE(${path})`,
  });
  return { after, used: rest.used.map(({ path }) => path), missing: rest.missing };
};

test.each([
  ["a name alone", "![A](cat.png)", ["cat.png"], "![A](<cat.png>)"],
  ["a path, the file alone", "![A](../img/cat.png)", ["cat.png"], "![A](<cat.png>)"],
  ["another case, encoded", "![A](My%20Cat.PNG)", ["my cat.png"], "![A](<my cat.png>)"],
  ["in angle brackets, with a title", '![A](<my cat.png> "T")', ["my cat.png"], '![A](<my cat.png> "T")'],
  ["a size and a query", "![A](cat.png?v=1#800x600)", ["cat.png"], "![A](<cat.png>)"],
  ["no alternative text", "![](cat.png)\nB", ["cat.png"], "LINE(cat.png)\nB"],
  ["no alternative text, but a title", '![](cat.png "T")', ["cat.png"], '![](<cat.png> "T")'],
  ["a definition", "![A][1]\n\n[1]: img/cat.png", ["cat.png"], "![A][1]\n\n[1]: <cat.png>"],
  ["HTML", '<img width="3" src="img/cat.png" alt="A">', ["cat.png"], '<img width="3" src="<cat.png>" alt="A">'],
  ["in a link", "[![A](cat.png)](cat.png)", ["cat.png"], "[![A](<cat.png>)](cat.png)"],
  [
    "an absolute path of a site generator",
    "![A](/assets/cat.png)",
    ["site/assets/cat.png"],
    "![A](<site/assets/cat.png>)",
  ],
  [
    "two with one name",
    "![A](a/cat.png) ![B](b/cat.png)",
    ["x/a/cat.png", "x/b/cat.png"],
    "![A](<x/a/cat.png>) ![B](<x/b/cat.png>)",
  ],
  ["accents, composed and not", "![A](cafe\u0301.png)", ["café.png"], "![A](<café.png>)"],
])("matchImages — %s — its URL", (_name, markdown, paths, after) => {
  expect(matched(markdown, paths)).toMatchObject({ after, missing: [] });
});

test("matchImages — beside a text of the same folder — that file, not one of the same name elsewhere", () => {
  const paths = ["site/a/cat.png", "site/b/cat.png"];
  expect(matched("![A](cat.png)", paths, "site/b/index.md").used).toEqual(["site/b/cat.png"]);
  expect(matched("![A](cat.png)", paths, "index.md")).toMatchObject({ used: [], missing: ["cat.png"] });
});

test("matchImages — URLs, data, images of the site, links, code — stay, and nothing is missing", () => {
  const markdown = [
    "![A](https://example.org/cat.png) ![B](//example.org/cat.png) ![C](data:image/png;base64,AA)",
    `![D](/images/${"a".repeat(64)}-960.webp) [E](cat.html) [F](cat.png)`,
    "`![G](cat.png)` and\n\n```md\n![H](cat.png)\n```\n\n~~~\n![I](cat.png)",
  ].join("\n\n");
  expect(matched(markdown, ["cat.png"])).toEqual({ after: markdown, used: [], missing: [] });
});

test("matchImages — what is not among the files — named once each", () => {
  expect(matched("![](gone.png) ![A](gone.png) ![B](img/dog.jpg) ![C](cat.png)", ["cat.png", "other.png"])).toEqual({
    after: "![](gone.png) ![A](gone.png) ![B](img/dog.jpg) ![C](<cat.png>)",
    used: ["cat.png"],
    missing: ["gone.png", "img/dog.jpg"],
  });
});

test.each(["![", "`", "![](", "```\n", "<img src=", "<img ", "[a]: ", "![a](<", "![a\\"])(
  "matchImages — %j many times — linear time",
  async (part) => {
    await expectLinearTime((n) => part.repeat(n), 1_000, { matchImages: (text) => matched(text, ["cat.png"]) });
  },
);
