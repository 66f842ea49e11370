import { screen, within } from "@testing-library/react";
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
  ["/blog?q=ink#main", "Blog: page"],
  ["/blog/create", "Write: page"],
  ["/about", "About: page"],
])("NavBar — %s — aria-current=page", (path, expected) => {
  show(<NavBar at={path} />);
  expect(current()).toEqual([expected]);
});

test.each(["/blog/1", "/blog/1/hello?a=b", "/blog/1/edit"])("NavBar — %s — Blog has aria-current=true", (path) => {
  show(<NavBar at={path} />);
  expect(current()).toEqual(["Blog: true"]);
});

test("NavBar — /404 — no aria-current", () => {
  show(<NavBar at="/404" />);
  expect(current()).toEqual([]);
});

test("NavBar — /about/edit — About has aria-current=true", () => {
  show(<NavBar at="/about/edit" />);
  expect(current()).toEqual(["About: true"]);
});

test("NavBar — logo — the site's title", () => {
  show(
    <SiteProvider value={{ ...DEFAULT_SITE, title: "Olga’s Notes" }}>
      <NavBar at="/" />
    </SiteProvider>,
  );
  expect(screen.getByRole("link", { name: "Olga’s Notes" })).toHaveAttribute("href", "/");
});

test("NavBar — navigation of the owner — in its order, with links to other sites and files", () => {
  const navigation = [
    { label: "Colophon", url: "/blog/3/colophon" },
    { label: "Feed", url: "/feed.xml" },
    { label: "Shop", url: "https://shop.example/" },
  ];
  show(
    <SiteProvider value={{ ...DEFAULT_SITE, navigation }}>
      <NavBar at="/blog/3/colophon" />
    </SiteProvider>,
  );
  const links = within(screen.getByRole("navigation", { name: "Main" })).getAllByRole("link");
  expect(links.map((link) => [link.textContent, link.getAttribute("href")])).toEqual(
    navigation.map(({ label, url }) => [label, url]),
  );
  expect(current()).toEqual(["Colophon: page"]);
});

test.each([
  ["about as wide as high", { width: 110, height: 100 }, "", "Olga’s Notes"],
  ["wide", { width: 400, height: 100 }, "Olga’s Notes", ""],
])("NavBar — logo %s — beside the title, or in its place", (_name, size, alt, text) => {
  const { container } = show(
    <SiteProvider value={{ ...DEFAULT_SITE, title: "Olga’s Notes", logo: { image: "a".repeat(64), ...size } }}>
      <NavBar at="/" />
    </SiteProvider>,
  );
  expect(container.querySelector("header img")).toHaveAttribute("alt", alt);
  expect(screen.getByRole("link", { name: "Olga’s Notes" })).toHaveTextContent(text);
});
