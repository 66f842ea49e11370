import { screen } from "@testing-library/react";
import { PostItem } from "#components/posts/post-item";
import { SiteProvider } from "#components/site/site-context";
import { DEFAULT_SITE, type Site } from "#lib/shared/site";
import { somePost } from "#support/posts";
import { show } from "#support/render";

const cover = { image: "0".repeat(64), alt: "A page", url: "/images/0-1600.webp", width: 2_000, height: 1_000 };
const shownCover = (site: Partial<Site>, width = 2_000, isShort = false) => {
  show(
    <SiteProvider value={{ ...DEFAULT_SITE, ...site }}>
      <PostItem post={somePost({ cover: { ...cover, width } })} isShort={isShort} />
    </SiteProvider>,
  );
  return screen.queryByRole("img", { name: "A page" })?.getAttribute("src");
};

test.each([
  ["in a site without covers in lists", {}, 2_000, false, undefined],
  ["in a site with them", { hasListCovers: true }, 2_000, false, `/images/${"0".repeat(64)}-480.webp`],
  ["narrower than a thumbnail", { hasListCovers: true }, 300, false, `/images/${"0".repeat(64)}-300.webp`],
  ["in a short list", { hasListCovers: true }, 2_000, true, undefined],
])("PostItem — a cover %s", (_, site, width, isShort, src) => {
  expect(shownCover(site, width, isShort)).toBe(src);
});
