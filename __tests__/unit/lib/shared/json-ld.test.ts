import { type Article, blogPosting, profilePage } from "#lib/shared/json-ld";
import { DEFAULT_SITE } from "#lib/shared/site";
import { naughtyStrings } from "#support/markup";
import { holds } from "#support/property";
import { anyText } from "#support/text-arbitraries";

const DATE = "2026-11-22T09:30:00.000Z";
const SITE = { title: "Notes", language: "en", timeZone: "UTC", origin: "https://octavo.test" };

const article = (text: string): Article => ({
  id: "3",
  title: text,
  excerpt: text,
  author: { id: "a", name: text, slug: "hello" },
  tags: ["tea"],
  language: null,
  publishedAt: DATE,
  updatedAt: DATE,
  url: "https://octavo.test/blog/3/x",
  canonicalUrl: null,
});

function expectSafe(text: string): void {
  const data = blogPosting(article(text), { ...SITE, title: text });
  expect(data).not.toMatch(/[<>&\u2028\u2029]/);
  expect(JSON.parse(data)).toMatchObject({ headline: text, description: text, author: { name: text } });
}

test("blogPosting — any text — valid JSON that contains it and cannot close its script element", () =>
  holds(anyText(200), expectSafe));

test.each(["</script><script>alert(1)</script>", "<!--<script>", "]]>", "\u2028"])(
  "blogPosting — %j — escaped",
  expectSafe,
);

test("blogPosting — naughty strings — escaped", () => {
  for (const text of naughtyStrings()) expectSafe(text);
});

test("blogPosting — a post — the properties that search engines require", () => {
  expect(JSON.parse(blogPosting(article("Hello"), SITE))).toEqual({
    "@context": "https://schema.org",
    "@type": "BlogPosting",
    headline: "Hello",
    description: "Hello",
    url: "https://octavo.test/blog/3/x",
    mainEntityOfPage: "https://octavo.test/blog/3/x",
    inLanguage: "en",
    datePublished: DATE,
    dateModified: DATE,
    author: { "@type": "Person", name: "Hello", url: "https://octavo.test/authors/hello" },
    publisher: { "@type": "Organization", name: "Notes", url: "https://octavo.test" },
    image: "https://octavo.test/og.png",
    keywords: ["tea"],
  });
});

test("blogPosting — author null — the site as author", () => {
  const data = JSON.parse(blogPosting({ ...article("Hello"), author: null, tags: [] }, DEFAULT_SITE)) as object;
  expect(data).toMatchObject({ author: { "@type": "Organization", name: "Octavo" } });
  expect(data).not.toHaveProperty("keywords");
});

test("blogPosting — canonicalUrl set — it is the URL", () => {
  const canonicalUrl = "https://example.org/hello";
  expect(JSON.parse(blogPosting({ ...article("Hello"), canonicalUrl }, SITE))).toMatchObject({
    url: canonicalUrl,
    mainEntityOfPage: canonicalUrl,
  });
});

test("profilePage — an author — the properties of a schema.org Person, escaped", () => {
  const url = "https://octavo.test/authors/ada";
  const empty = { description: "", links: [] };
  expect(JSON.parse(profilePage({ name: "Ada", url, ...empty }))).toEqual({
    ...{ "@context": "https://schema.org", "@type": "ProfilePage", url },
    mainEntity: { "@type": "Person", name: "Ada", url },
  });
  const links = [{ url: "https://social.example/@ada" }];
  const whole = profilePage({ name: "</script>", url, description: "<b>", image: "https://octavo.test/a.webp", links });
  expect(whole).not.toMatch(/[<>]/);
  expect(JSON.parse(whole)).toMatchObject({
    mainEntity: {
      ...{ name: "</script>", description: "<b>", image: "https://octavo.test/a.webp" },
      sameAs: ["https://social.example/@ada"],
    },
  });
});
