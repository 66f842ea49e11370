import { screen } from "@testing-library/react";
import { NothingPublished } from "#components/posts/nothing-published";
import { show } from "#support/render";

test("NothingPublished — no steps — says so, without links", () => {
  show(<NothingPublished />);
  expect(screen.getByText("Nothing is published yet.")).toBeVisible();
  expect(screen.queryAllByRole("link")).toEqual([]);
});

test("NothingPublished — next steps — links in their order", () => {
  const steps = [
    { label: "Write the first post", url: "/blog/create" },
    { label: "Import posts", url: "/account/import" },
  ];
  show(<NothingPublished steps={steps} />);
  const links = screen
    .getAllByRole("link")
    .map((link) => ({ label: link.textContent, url: link.getAttribute("href") }));
  expect(links).toEqual(steps);
});
