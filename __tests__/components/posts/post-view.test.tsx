import { screen } from "@testing-library/react";
import { PostView } from "#components/posts/post-view";
import { SiteProvider } from "#components/site/site-context";
import { mapTextFields, type TextFieldName } from "#lib/shared/post-fields";
import type { Post } from "#lib/shared/posts";
import { DEFAULT_SITE } from "#lib/shared/site";
import { somePost } from "#support/posts";
import { show } from "#support/render";

/** The content is shown as the rendering, the excerpt in lists and in the page's head; the others have no text of their own. */
const NOT_SHOWN: TextFieldName[] = ["content", "excerpt", "slug", "canonicalUrl", "language"];

test("PostView — a post with every text field — shows each", () => {
  const texts = mapTextFields((name) => (name === "tags" ? ["value-of-tags"] : `value-of-${name}`));
  const cover = { image: "0", alt: "value-of-cover", url: "/images/0-800.webp", width: 800, height: 400 };
  const text = { ...texts, tags: ["value-of-tags"], cover } as Partial<Post>;
  const rendering = { html: "<p>value-of-content</p>", contents: [] };
  show(<PostView post={somePost(text)} rendering={rendering} neighbours={{ older: null, newer: null }} />);
  const shown = mapTextFields(
    (name) =>
      [...screen.queryAllByText(new RegExp(`value-of-${name}`)), ...screen.queryAllByAltText(`value-of-${name}`)]
        .length > 0,
  );
  expect(shown).toEqual(mapTextFields((name) => name === "content" || !NOT_SHOWN.includes(name)));
  expect(screen.getByText("value-of-title").closest("[lang]")).toHaveAttribute("lang", "value-of-language");
});

function showPost(timeZone: string, updatedAt: string): void {
  const post = somePost({ publishedAt: "2026-01-01T16:00:00.000Z", updatedAt });
  show(
    <SiteProvider value={{ ...DEFAULT_SITE, timeZone }}>
      <PostView post={post} rendering={{ html: "", contents: [] }} neighbours={{ older: null, newer: null }} />
    </SiteProvider>,
  );
}
const isRevised = () => screen.queryByText(/Revised/) !== null;

test.each([
  ["on the same day in the site's time zone, the next one in UTC", "Asia/Tokyo", "2026-01-02T01:00:00.000Z", false],
  ["on the next day in the site's time zone", "Asia/Tokyo", "2026-01-02T15:00:00.000Z", true],
  ["on the next day in UTC", "UTC", "2026-01-02T01:00:00.000Z", true],
])("PostView — post saved %s", (_, timeZone, updatedAt, expected) => {
  showPost(timeZone, updatedAt);
  expect(isRevised()).toBe(expected);
});

test("PostView — post in another language than the site — lang and dir of its own; the date in the site's", () => {
  show(
    <SiteProvider value={{ ...DEFAULT_SITE, language: "ja", text: { lang: "ja", dir: "auto" } }}>
      <PostView
        post={somePost({ title: "سلام", language: "fa", direction: "rtl" })}
        rendering={{ html: "<p>متن</p>", contents: [] }}
        neighbours={{ older: { id: "2", slug: "a", title: "日記", language: null, direction: "ltr" }, newer: null }}
      />
    </SiteProvider>,
  );
  const attributesOf = (text: string) => {
    const element = screen.getByText(text);
    return [element.closest("[lang]")?.getAttribute("lang"), element.closest("[dir]")?.getAttribute("dir")];
  };
  expect(attributesOf("سلام")).toEqual(["fa", "rtl"]);
  expect(attributesOf("متن")).toEqual(["fa", "rtl"]);
  expect(attributesOf("日記")).toEqual(["ja", undefined]);
  expect(attributesOf("2026年1月31日")).toEqual(["ja", "auto"]);
});

test.each([true, false])(
  "PostView — an author with a page: %s — the byline leads there, or nowhere",
  (hasAuthorPage) => {
    const post = somePost({ author: { id: "1", name: "Ada", slug: "ada" } });
    const rest = { rendering: { html: "", contents: [] }, neighbours: { older: null, newer: null }, hasAuthorPage };
    show(<PostView post={post} {...rest} />);
    expect(screen.getByText("Ada").getAttribute("href")).toBe(hasAuthorPage ? "/authors/ada" : null);
  },
);

test("PostView — a scheduled post — says for when, other than a public one", () => {
  const post = somePost({ publishedAt: "2026-12-05T09:30:00.000Z" });
  const rest = { post, rendering: { html: "", contents: [] }, neighbours: { older: null, newer: null } };
  const { unmount } = show(<PostView {...rest} />);
  expect(screen.queryByText("Scheduled for")).toBeNull();
  unmount();
  show(<PostView {...rest} isScheduled />);
  expect(screen.getByText("Scheduled for").className).not.toContain("sr-only");
});
