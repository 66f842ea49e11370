import { screen } from "@testing-library/react";
import { FailureList, ReplyList } from "#components/docs/reply-list";
import { show } from "#support/render";

test("ReplyList — 2xx — schema and headers", () => {
  show(
    <ReplyList
      replies={[{ status: "200", description: "The post", type: "Post", schema: "Post", headers: ["ETag"] }]}
    />,
  );
  expect(screen.getByRole("term")).toHaveTextContent("200");
  expect(screen.getByRole("definition")).toHaveTextContent("The post · Postwith ETag");
  expect(screen.getByRole("link", { name: "ETag" })).toHaveAttribute("href", "#header-etag");
});

test("ReplyList — 4xx — link to the problem type", () => {
  show(<FailureList replies={[{ status: "404", problems: ["not-found"] }]} />);
  expect(screen.getByRole("link", { name: "not-found" })).toHaveAttribute("href", "/docs/errors#not-found");
});

test("ReplyList — headers of all errors — listed once", () => {
  show(
    <FailureList
      replies={[
        { status: "400", problems: ["validation"], headers: ["RateLimit"] },
        { status: "429", problems: ["too-many-requests"], headers: ["Retry-After", "RateLimit"] },
      ]}
    />,
  );
  expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "400 validation",
    "429 too-many-requests with Retry-After",
  ]);
  expect(screen.getByText(/^All of them/)).toHaveTextContent("All of them with RateLimit.");
});
