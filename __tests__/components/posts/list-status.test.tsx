import { screen } from "@testing-library/react";
import { ListStatus } from "#components/posts/list-status";
import { show } from "#support/render";

test.each([
  [1, false, "1 post found"],
  [10_000, false, "10,000 posts found"],
  [10_000, true, "More than 10,000 posts found"],
])("ListStatus — total %d, capped: %s — %j", (total, isCapped, text) => {
  show(<ListStatus query={{ q: "red" }} total={total} isCapped={isCapped} />);
  expect(screen.getByRole("status")).toHaveTextContent(text);
});
