import { screen } from "@testing-library/react";
import { HomeIntro } from "#components/site/home-intro";
import { SiteProvider } from "#components/site/site-context";
import { DEFAULT_SITE, type Site } from "#lib/shared/site";
import { show } from "#support/render";

const TEXTS = { tagline: "", isDefaultTagline: false, introduction: "" };

test.each<[string, Site["navigation"], string[]]>([
  ["with a link to write", [{ label: "New", url: "/blog/create" }], ["/blog", "/blog/create"]],
  ["without one", [{ label: "Posts", url: "/blog" }], ["/blog"]],
])("HomeIntro — a navigation %s — offers the same", (_, navigation, paths) => {
  show(
    <SiteProvider value={{ ...DEFAULT_SITE, navigation }}>
      <HomeIntro {...TEXTS} />
    </SiteProvider>,
  );
  expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual(paths);
});
