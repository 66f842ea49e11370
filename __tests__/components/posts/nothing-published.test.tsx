import { screen } from "@testing-library/react";
import { NothingPublished } from "#components/posts/nothing-published";
import type { EmptyFor } from "#lib/shared/site";
import { show } from "#support/render";

test.each<[EmptyFor | undefined, string[]]>([
  [undefined, []],
  ["reader", []],
  ["writer", ["/blog/create"]],
  ["owner", ["/blog/create", "/account/import", "/account/welcome"]],
])("NothingPublished — %s — says so, with links to what they can do", (emptyFor, paths) => {
  show(<NothingPublished emptyFor={emptyFor} />);
  expect(screen.getByText("Nothing is published yet.")).toBeVisible();
  expect(screen.queryAllByRole("link").map((link) => link.getAttribute("href"))).toEqual(paths);
});
