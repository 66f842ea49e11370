import { renderPost } from "#lib/server/rendering/render";

/** The links of a text, as `[text](url)`, and the text around them. */
const linked = (markdown: string) =>
  renderPost(markdown)
    .html.replace(/<a href="([^"]*)" class="bare-url">(.*?)<\/a>/g, "[$2]($1)")
    .replace(/<\/?p>|\n$/g, "");

const link = (text: string, url = text) => `[${text}](${url})`;

test.each([
  // The examples of GFM 6.9.
  ["www.commonmark.org", link("www.commonmark.org", "http://www.commonmark.org")],
  [
    "Visit www.commonmark.org/help now",
    `Visit ${link("www.commonmark.org/help", "http://www.commonmark.org/help")} now`,
  ],
  ["www.commonmark.org/a.b.", `${link("www.commonmark.org/a.b", "http://www.commonmark.org/a.b")}.`],
  ["(https://a.org/s?q=(b))", `(${link("https://a.org/s?q=(b)")})`],
  ["(https://a.org/s?q=(b)", `(${link("https://a.org/s?q=(b)")}`],
  ["https://a.org/s?q=b))))", `${link("https://a.org/s?q=b")}))))`],
  ["https://a.org/s?q=b&hl;", `${link("https://a.org/s?q=b")}&amp;hl;`],
  ["https://a.org/s?q=b&copy;", `${link("https://a.org/s?q=b")}©`],
  ["https://a.org/s?q=b&hl=en", link("https://a.org/s?q=b&amp;hl=en")],
  ["https://a.org/he&lt;lp", `${link("https://a.org/he&amp;lt;lp")}`],
  ["www.a_b.c_d", "www.a_b.c_d"],
  ["http://a_b.c.org", link("http://a_b.c.org")],
  [
    "hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.",
    `hello@mail+xyz.example isn't valid, but ${link("hello+xyz@mail.example", "mailto:hello+xyz@mail.example")} is.`,
  ],
  ["a.b-c_d@a.b", link("a.b-c_d@a.b", "mailto:a.b-c_d@a.b")],
  ["a.b-c_d@a.b.", `${link("a.b-c_d@a.b", "mailto:a.b-c_d@a.b")}.`],
  ["a.b-c_d@a.b-", "a.b-c_d@a.b-"],
  ["a.b-c_d@a.b_", "a.b-c_d@a.b_"],
  ["mailto:a@b.org", link("mailto:a@b.org", "mailto:a@b.org")],
  // Where a link may begin and where it ends.
  ["http://localhost:3000/a", link("http://localhost:3000/a")],
  ["HTTPS://A.org", link("HTTPS://A.org", "HTTPS://A.org")],
  ["xhttp://a.org", "xhttp://a.org"],
  ["awww.b.org", "awww.b.org"],
  ["//www.b.org", "//www.b.org"],
  ["http://", "http://"],
  ["http://-", "http://-"],
  ["www.", "www."],
  ["@ a@ @b.org", "@ a@ @b.org"],
  ["ftp://a.org", "ftp://a.org"],
  ["**https://a.org**", `<strong>${link("https://a.org")}</strong>`],
  ["*www.a.org/b_c_d*", `<em>${link("www.a.org/b_c_d", "http://www.a.org/b_c_d")}</em>`],
  ["~~https://a.org~~", `<s>${link("https://a.org")}</s>`],
  ["“https://a.org”, «https://b.org»", `“${link("https://a.org")}”, «${link("https://b.org")}»`],
  ['"https://a.org"', `"${link("https://a.org")}"`],
  ["https://a.org/b_c_ d_", `${link("https://a.org/b_c")}_ d_`],
  ["https://a.org<kbd>", `${link("https://a.org")}<kbd></kbd>`],
  ["[see https://a.org]", `[see ${link("https://a.org")}]`],
  ["https://a.org/b[1]", link("https://a.org/b%5B1%5D".replace("%5B1%5D", "[1]"), "https://a.org/b%5B1%5D")],
  ["https://a.org/a\\*b", link("https://a.org/a\\*b", "https://a.org/a%5C*b")],
  // Beside CJK text.
  ["请看https://a.org/b。谢谢", `请看${link("https://a.org/b")}。谢谢`],
  [
    "https://a.org/b，www.c.org；d@e.org！",
    `${link("https://a.org/b")}，${link("www.c.org", "http://www.c.org")}；${link("d@e.org", "mailto:d@e.org")}！`,
  ],
  ["（https://a.org）「https://b.org/c」", `（${link("https://a.org")}）「${link("https://b.org/c")}」`],
  ["見てhttps://a.org/bを見る", `見て${link("https://a.org/b")}を見る`],
  ["https://a.org에서", `${link("https://a.org")}에서`],
  ["메일a@b.org로", `메일${link("a@b.org", "mailto:a@b.org")}로`],
  [
    "https://ja.wikipedia.org/wiki/東京",
    link("https://ja.wikipedia.org/wiki/東京", "https://ja.wikipedia.org/wiki/%E6%9D%B1%E4%BA%AC"),
  ],
  ["http://例え.テスト", link("http://例え.テスト", "http://xn--r8jz45g.xn--zckzah")],
  // Not in code or links.
  [
    "`https://a.org` `www.a.org` `a@b.org`",
    ["https://a.org", "www.a.org", "a@b.org"].map((code) => `<code dir="ltr">${code}</code>`).join(" "),
  ],
  ["[https://a.org www.a.org b@c.org](/d)", '<a href="/d">https://a.org www.a.org b@c.org</a>'],
  ["<https://a.org> <a@b.org>", `${link("https://a.org")} ${link("a@b.org", "mailto:a@b.org")}`],
  ["![https://a.org](b)", '<img src="b" alt="https://a.org" loading="lazy" decoding="async" />'],
])("bare links — %s — %s", (markdown, html) => {
  expect(linked(markdown)).toBe(html);
});
