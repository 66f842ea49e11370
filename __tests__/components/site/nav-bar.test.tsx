import { screen } from "@testing-library/react";
import { NavBar } from "#components/site/nav-bar";
import { SiteProvider } from "#components/site/site-context";
import { DEFAULT_SITE } from "#lib/shared/site";
import { show } from "#support/render";

const current = () =>
  screen.getAllByRole("link").flatMap((link) => {
    const mark = link.getAttribute("aria-current");
    return mark ? [`${link.textContent}: ${mark}`] : [];
  });

test.each([
  ["/", "Home: page"],
  ["/blog", "Blog: page"],
  ["/blog/create", "Write: page"],
  ["/about", "About: page"],
])("on %s the current page is marked", (route, expected) => {
  show(<NavBar route={route} />);
  expect(current()).toEqual([expected]);
});

test.each(["/blog/[id]", "/blog/[id]/[slug]", "/blog/[id]/edit"])("%s belongs to the blog", (route) => {
  show(<NavBar route={route} />);
  expect(current()).toEqual(["Blog: true"]);
});

test("nothing is marked where no page is", () => {
  show(<NavBar route="/404" />);
  expect(current()).toEqual([]);
});

test("a page below another belongs to it", () => {
  show(<NavBar route="/about/edit" />);
  expect(current()).toEqual(["About: true"]);
});

test("the mark has the site's name", () => {
  show(
    <SiteProvider value={{ ...DEFAULT_SITE, title: "Olga’s Notes" }}>
      <NavBar route="/" />
    </SiteProvider>,
  );
  expect(screen.getByRole("link", { name: "Olga’s Notes" })).toHaveAttribute("href", "/");
});
