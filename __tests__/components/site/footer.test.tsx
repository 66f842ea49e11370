import { screen } from "@testing-library/react";
import { Footer } from "#components/site/footer";
import { show } from "#support/render";

const link = (name: string) => screen.getByRole("link", { name });

test("Footer — links to docs, contact and feed", () => {
  show(<Footer route="/" />);
  expect(["Docs", "Contact", "Feed"].map((name) => link(name).getAttribute("href"))).toEqual([
    "/docs",
    "/contact",
    "/feed.xml",
  ]);
});

test("Footer — current page — aria-current", () => {
  show(<Footer route="/contact" />);
  expect(link("Contact")).toHaveAttribute("aria-current", "page");
  expect(link("Docs")).not.toHaveAttribute("aria-current");
});
