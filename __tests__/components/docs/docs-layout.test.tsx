import { screen, within } from "@testing-library/react";
import { DocsLayout } from "#components/docs/docs-layout";
import { DOCS_PAGES } from "#lib/shared/docs";
import { show } from "#support/render";

const open = (href: string) =>
  show(
    <DocsLayout title="Title" description="What it is" href={href}>
      Text
    </DocsLayout>,
  );
const nav = () => within(screen.getByRole("navigation", { name: "Docs" }));

test("DocsLayout — navigation — every page, in order", () => {
  open("/docs");
  const links = nav().getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href"))).toEqual(DOCS_PAGES.map(({ href }) => href));
});

test.each(DOCS_PAGES)("DocsLayout — on $href — only its own link has aria-current", ({ href, name }) => {
  open(href);
  const marked = nav().getAllByRole("link", { current: "page" });
  expect(marked.map(({ textContent }) => textContent)).toEqual([name]);
});

test("DocsLayout — next link — the next page; none on the last", () => {
  open("/docs");
  expect(screen.getByText(/^Next:/)).toHaveTextContent("Next: Write");
  open("/docs/errors");
  expect(screen.getAllByText(/^Next:/)).toHaveLength(1);
});
