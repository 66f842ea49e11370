import fc from "fast-check";
import {
  findImage,
  imageMarkdown,
  insertParagraphs,
  insertUploaded,
  placeholder,
  removeImage,
} from "#lib/client/image-markdown";
import type { Edit } from "#lib/client/markdown-edits";
import { findUploadIds, newUploadId, unfinishedUpload, uploadName, uploadUrl } from "#lib/client/upload-placeholders";
import { renderPost } from "#lib/server/rendering/render";
import { edited } from "#support/edits";

const ID = "abcdefghij12";
const OTHER = "zyxwvutsrq98";
const PATH = `/images/${"a".repeat(64)}-960.webp`;
const unescaped = (html: string) =>
  html
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
const apply = (text: string, edit: Edit | undefined) =>
  edit && text.slice(0, edit.start) + edit.insert + text.slice(edit.end);

/** Texts of characters that mean something in Markdown. */
const words = fc
  .array(
    fc.constantFrom(
      "a",
      " ",
      "b",
      "[",
      "]",
      "(",
      ")",
      "\\",
      '"',
      "*",
      "_",
      "`",
      "<",
      ">",
      "&",
      "amp;",
      "$",
      "~",
      "!",
      "^",
      "#",
      "é",
      "\n",
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join("").replace(/\s+/g, " ").trim());

test("imageMarkdown — any alternative text and caption — both are on the page as they were typed", () => {
  fc.assert(
    fc.property(words, words, (alt, caption) => {
      const { html } = renderPost(imageMarkdown(PATH, { alt, caption }));
      const [, shown = ""] = / alt="([^"]*)"/.exec(html) ?? [];
      const [, below] = /<figcaption>(.*)<\/figcaption>/.exec(html) ?? [];
      expect(unescaped(shown)).toBe(alt);
      expect(below === undefined ? "" : unescaped(below)).toBe(caption);
    }),
  );
});

test.each([
  ["Olga, asleep", "", `![Olga, asleep](${PATH})`],
  ["snake_case & more", 'The "cat"', `![snake_case & more](${PATH} "The \\"cat\\"")`],
  ["a\nb", "", `![a b](${PATH})`],
])("imageMarkdown — %j, caption %j — escapes no more than it has to", (alt, caption, markdown) => {
  expect(imageMarkdown(PATH, { alt, caption })).toBe(markdown);
});

describe("placeholder", () => {
  test("any name — its id and the name are found in it, and it is whole", () => {
    fc.assert(
      fc.property(words, (name) => {
        const line = placeholder(name, ID);
        const text = `A\n\n${line}\n\nB ${placeholder("x.png", OTHER)}`;
        expect(findUploadIds(text)).toEqual([ID, OTHER]);
        expect(uploadName(text, ID)).toBe(name);
        expect(findImage(text, uploadUrl(ID))).toBe(line);
        expect(apply(text, insertUploaded(text, ID, PATH, "![A](b)"))).toBe(
          `A\n\n![A](b)\n\nB ${placeholder("x.png", OTHER)}`,
        );
      }),
    );
  });

  test("on a page — its words, and neither an image nor its URL", () => {
    expect(renderPost(placeholder("cat.jpg", ID)).html).toBe("<p>Uploading cat.jpg…</p>\n");
    expect(renderPost(`A <img src="upload:${ID}"> [![B](upload:${ID} "C")](/d)`).html).toBe(
      '<p>A  <a href="/d">B</a></p>\n',
    );
  });

  test("ids are new ones, of the form that is found", () => {
    const ids = Array.from({ length: 100 }, newUploadId);
    expect(new Set(ids).size).toBe(100);
    expect(findUploadIds(ids.map((id) => placeholder("a", id)).join("\n"))).toEqual(ids);
  });

  test("words about uploads — no placeholder", () => {
    expect(findUploadIds("The upload:abcdefghij12 is in prose, and (upload:short) too, and upload: alone.")).toEqual([
      ID,
    ]);
    expect(findUploadIds("(upload:abcdefghij123)")).toEqual([]);
  });
});

test("insertUploaded — several places — one edit: lines as a whole, in other Markdown and HTML the URL", () => {
  const text = `1 ![Mine](upload:${ID} "T") 2 ![Uploading a.png…](upload:${ID}) 3 <img src="upload:${ID}"> 4`;
  expect(apply(text, insertUploaded(text, ID, PATH, "![Alt](p)"))).toBe(
    `1 ![Mine](${PATH} "T") 2 ![Alt](p) 3 <img src="${PATH}"> 4`,
  );
  expect(insertUploaded(text, OTHER, PATH, "")).toBeUndefined();
});

test.each([
  ["Before.\n\nIMG\n\nAfter.", "Before.\n\nAfter."],
  ["Before.\n\nIMG\n\n", "Before."],
  ["IMG\n\nAfter.", "After."],
  ["IMG", ""],
  ["In a line IMG of text.", "In a line  of text."],
  ["Nothing.", undefined],
])("removeImage — %j — %j", (text, after) => {
  expect(apply(text, removeImage(text, "IMG"))).toBe(after);
});

test.each([
  ["|", "IMG\n\n|"],
  ["Before.|", "Before.\n\nIMG\n\n|"],
  ["Before.\n|", "Before.\n\nIMG\n\n|"],
  ["Before.\n\n|", "Before.\n\nIMG\n\n|"],
  ["Before.\n\n|\n\nAfter.", "Before.\n\nIMG\n\n|After."],
  ["Before |after.", "Before \n\nIMG\n\n|after."],
  ["|After.", "IMG\n\n|After."],
  ["The |selected| words", "The selected\n\nIMG\n\n| words"],
])("insertParagraphs — %j — %j", (text, after) => {
  expect(edited((selection) => insertParagraphs(selection, "IMG"), text)).toBe(after);
});

test("unfinishedUpload — names the image; a text without one is finished", () => {
  expect(unfinishedUpload(`A\n\n${placeholder("my [cat].jpg", ID)}`)).toBe(
    "The image “my [cat].jpg” is not uploaded yet: wait for it, or remove it from the text",
  );
  expect(unfinishedUpload(`<img src="upload:${ID}">`)).toMatch(/^The image upload:abcdefghij12 is not/);
  expect(unfinishedUpload(imageMarkdown(PATH, { alt: "A", caption: "" }))).toBeUndefined();
});

describe("findImage", () => {
  test.each([
    `![A \\] b](${PATH} "C (d) \\" e")`,
    `![](${PATH})`,
    `<img alt="A" src="${PATH}" width="4">`,
    `<img src='${PATH}'>`,
    `[cat]: ${PATH} "A"`,
  ])("%j — as a whole", (image) => {
    expect(findImage(`A ![B](/other.webp)\n\n${image}\n\n[C](${PATH})`, PATH)).toBe(image);
  });

  test.each([`[A](${PATH})`, `![A](${PATH}2)`, `A ${PATH}`])("%j — none", (text) => {
    expect(findImage(text, PATH)).toBeUndefined();
  });
});
