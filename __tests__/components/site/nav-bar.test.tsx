import { screen, within } from "@testing-library/react";
import { NavBar } from "#components/site/nav-bar";
import { SiteProvider } from "#components/site/site-context";
import { DEFAULT_NAVIGATION } from "#lib/shared/labels/site";
import { DEFAULT_SITE, type Site } from "#lib/shared/site";
import { show } from "#support/render";

const bar = (at: string, site: Partial<Site> = {}) => (
  <SiteProvider value={{ ...DEFAULT_SITE, navigation: DEFAULT_NAVIGATION, ...site }}>
    <NavBar at={at} />
  </SiteProvider>
);

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
  show(bar(path));
  expect(current()).toEqual([expected]);
});

test.each(["/blog/1", "/blog/1/hello?a=b", "/blog/1/edit"])("NavBar — %s — Blog has aria-current=true", (path) => {
  show(bar(path));
  expect(current()).toEqual(["Blog: true"]);
});

test("NavBar — /404 — no aria-current", () => {
  show(bar("/404"));
  expect(current()).toEqual([]);
});

test("NavBar — /about/edit — About has aria-current=true", () => {
  show(bar("/about/edit"));
  expect(current()).toEqual(["About: true"]);
});

test("NavBar — logo — the site's title", () => {
  show(bar("/", { title: "Olga’s Notes" }));
  expect(screen.getByRole("link", { name: "Olga’s Notes" })).toHaveAttribute("href", "/");
});

test("NavBar — navigation of the owner — in its order, with links to other sites and files", () => {
  const navigation = [
    { label: "Colophon", url: "/blog/3/colophon" },
    { label: "Feed", url: "/feed.xml" },
    { label: "Shop", url: "https://shop.example/" },
  ];
  show(bar("/blog/3/colophon", { navigation }));
  const links = within(screen.getByRole("navigation", { name: "Main" })).getAllByRole("link");
  expect(links.map((link) => [link.textContent, link.getAttribute("href")])).toEqual(
    navigation.map(({ label, url }) => [label, url]),
  );
  expect(current()).toEqual(["Colophon: page"]);
});

test.each([
  ["about as wide as high", true, "", "Olga’s Notes"],
  ["wide", false, "Olga’s Notes", ""],
])("NavBar — logo %s — beside the title, or in its place", (_name, isIcon, alt, text) => {
  const { container } = show(
    <SiteProvider
      value={{
        ...DEFAULT_SITE,
        title: "Olga’s Notes",
        logo: { src: "/images/a.webp", width: 100, height: 100, isIcon },
      }}
    >
      <NavBar at="/" />
    </SiteProvider>,
  );
  expect(container.querySelector("header img")).toHaveAttribute("alt", alt);
  expect(screen.getByRole("link", { name: "Olga’s Notes" })).toHaveTextContent(text);
});
