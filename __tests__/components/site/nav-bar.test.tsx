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
])("NavBar — %s — aria-current=page", (route, expected) => {
  show(<NavBar route={route} />);
  expect(current()).toEqual([expected]);
});

test.each(["/blog/[id]", "/blog/[id]/[slug]", "/blog/[id]/edit"])(
  "NavBar — %s — Blog has aria-current=true",
  (route) => {
    show(<NavBar route={route} />);
    expect(current()).toEqual(["Blog: true"]);
  },
);

test("NavBar — /404 — no aria-current", () => {
  show(<NavBar route="/404" />);
  expect(current()).toEqual([]);
});

test("NavBar — /about/edit — About has aria-current=true", () => {
  show(<NavBar route="/about/edit" />);
  expect(current()).toEqual(["About: true"]);
});

test("NavBar — logo — the site's title", () => {
  show(
    <SiteProvider value={{ ...DEFAULT_SITE, title: "Olga’s Notes" }}>
      <NavBar route="/" />
    </SiteProvider>,
  );
  expect(screen.getByRole("link", { name: "Olga’s Notes" })).toHaveAttribute("href", "/");
});
