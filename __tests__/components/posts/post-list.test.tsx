import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { PostList } from "#components/posts/post-list";
import { somePost } from "#support/posts";
import { show } from "#support/render";

const usual = { posts: [somePost()], empty: <p>Nothing</p>, onRetry: () => {} };

test("a failure says why and can be tried again", async () => {
  const onRetry = jest.fn();
  show(<PostList {...usual} posts={undefined} error={new Error("The server cannot be reached")} onRetry={onRetry} />);
  expect(screen.getByRole("alert")).toHaveTextContent("The server cannot be reached.");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(onRetry).toHaveBeenCalledTimes(1);
});

test("posts stay when only asking for them again has failed", () => {
  show(<PostList {...usual} error={new Error("The server cannot be reached")} />);
  expect(screen.getByRole("link", { name: "Hello" })).toBeVisible();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("the answer to an earlier question does not stay when the present one has failed", () => {
  show(<PostList {...usual} isStale error={new Error("The server cannot be reached")} />);
  expect(screen.queryByRole("link", { name: "Hello" })).toBeNull();
  expect(screen.getByRole("alert")).toBeVisible();
});

test("posts on their way are announced", () => {
  show(<PostList {...usual} posts={undefined} />);
  expect(screen.getByRole("status")).toHaveTextContent("Loading posts");
});

test("an empty list says what the page has to say", () => {
  show(<PostList {...usual} posts={[]} />);
  expect(screen.getByText("Nothing")).toBeVisible();
});

test("a post shows its title, day, beginning, reading time and tags", () => {
  show(<PostList {...usual} posts={[somePost({ tags: ["ink"] })]} />);
  expect(screen.getByRole("link", { name: "Hello" })).toHaveAttribute("href", "/blog/1/hello");
  for (const text of ["31 Jan 2026", "World", "1 min"]) expect(screen.getByText(text)).toBeVisible();
  expect(screen.getByText("ink", { exact: false })).toBeVisible();
});

test("a title in any script leads to its address", () => {
  show(<PostList {...usual} posts={[somePost({ title: "朝", slug: "朝" })]} />);
  expect(screen.getByRole("link", { name: "朝" })).toHaveAttribute("href", "/blog/1/%E6%9C%9D");
});

test("a post that the server has not answered for says so and leads nowhere", () => {
  show(<PostList {...usual} posts={[somePost({ id: "pending" })]} pendingId="pending" />);
  expect(screen.getByRole("heading", { name: "Hello" })).toBeVisible();
  expect(screen.getByText("Publishing…")).toBeVisible();
  expect(screen.queryByRole("link")).toBeNull();
});

test("a draft has no day", () => {
  show(<PostList {...usual} posts={[somePost({ status: "draft", publishedAt: null })]} />);
  expect(screen.getByText("Draft")).toBeVisible();
});
