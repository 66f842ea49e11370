import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { PostList } from "#components/posts/post-list";
import { ApiError } from "#lib/client/api";
import { PENDING_ID, type ShownPosts } from "#lib/client/use-post-list";
import { somePost } from "#support/posts";
import { show } from "#support/render";

/** A list as its hook gives it; `fields` says what matters to the test. */
function listOf(fields: Partial<ShownPosts> = {}): ShownPosts {
  const mutate = () => undefined;
  const usual = {
    key: "/api/posts?",
    posts: [somePost()],
    next: undefined,
    total: 1,
    isCapped: false,
    error: undefined,
  };
  return { ...usual, isStale: false, isValidating: false, mutate, ...fields };
}

const unreachable = new ApiError(0, { title: "The server cannot be reached" });

test("a failure says why and can be tried again", async () => {
  const mutate = jest.fn();
  show(<PostList list={listOf({ posts: undefined, error: unreachable, mutate })} />);
  expect(screen.getByRole("alert")).toHaveTextContent("The server cannot be reached.");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(mutate).toHaveBeenCalledTimes(1);
});

test("posts stay when only asking for them again has failed", () => {
  show(<PostList list={listOf({ error: unreachable })} />);
  expect(screen.getByRole("link", { name: "Hello" })).toBeVisible();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("the answer to an earlier question does not stay when the present one has failed", () => {
  show(<PostList list={listOf({ isStale: true, error: unreachable })} />);
  expect(screen.queryByRole("link", { name: "Hello" })).toBeNull();
  expect(screen.getByRole("alert")).toBeVisible();
});

test("posts on their way are announced", () => {
  show(<PostList list={listOf({ posts: undefined })} />);
  expect(screen.getByText("Loading posts")).toBeVisible();
});

test("an empty list says what the page has to say", () => {
  show(<PostList list={listOf({ posts: [] })} empty={<p>Nothing</p>} />);
  expect(screen.getByText("Nothing")).toBeVisible();
});

test("a post shows its title, day, beginning, reading time and tags", () => {
  show(<PostList list={listOf({ posts: [somePost({ tags: ["ink"] })] })} />);
  expect(screen.getByRole("link", { name: "Hello" })).toHaveAttribute("href", "/blog/1/hello");
  for (const text of ["31 Jan 2026", "World", "1 min"]) expect(screen.getByText(text)).toBeVisible();
  expect(screen.getByRole("link", { name: "ink" })).toHaveAttribute("href", "/blog?tag=ink");
});

test("a title in any script leads to its address", () => {
  show(<PostList list={listOf({ posts: [somePost({ title: "朝", slug: "朝" })] })} />);
  expect(screen.getByRole("link", { name: "朝" })).toHaveAttribute("href", "/blog/1/%E6%9C%9D");
});

test("a post that the server has not answered for says so and leads nowhere", () => {
  show(<PostList list={listOf({ posts: [somePost({ id: PENDING_ID })] })} />);
  expect(screen.getByRole("heading", { name: "Hello" })).toBeVisible();
  expect(screen.getByText("Publishing…")).toBeVisible();
  expect(screen.queryByRole("link")).toBeNull();
});

test("a draft has no day", () => {
  show(<PostList list={listOf({ posts: [somePost({ status: "draft", publishedAt: null })] })} />);
  expect(screen.getByText("Draft")).toBeVisible();
});

test("where an empty answer was shown, the next one is awaited like the first", () => {
  show(<PostList list={listOf({ posts: [], isStale: true })} empty={<p>Nothing</p>} />);
  expect(screen.getByText("Loading posts")).toBeVisible();
  expect(screen.queryByText("Nothing")).toBeNull();
});

describe("what a search found", () => {
  const found = (title: string, content: string) => ({ posts: [{ ...somePost(), highlight: { title, content } }] });
  const marks = (container: HTMLElement) => [...container.querySelectorAll("mark")].map((mark) => mark.textContent);

  test("is marked in the title and shown where it stands in the text", () => {
    const list = listOf(found("<mark>Hello</mark> you", "…the whole <mark>hello</mark>…"));
    const { container } = show(<PostList list={list} />);
    expect(marks(container)).toEqual(["Hello", "hello"]);
    expect(screen.getByRole("link", { name: "Hello you" })).toBeVisible();
    expect(screen.getByText(/the whole/)).toHaveTextContent("…the whole hello…");
    expect(screen.queryByText("World")).toBeNull();
  });

  test("leaves the excerpt where it does not stand in the text", () => {
    show(<PostList list={listOf(found("<mark>Hello</mark>", "World and more"))} />);
    expect(screen.getByText("World")).toBeVisible();
  });

  test("is text, whatever it says", () => {
    const list = listOf(found("&lt;img src=x&gt; &amp;lt; <mark>&quot;&#39;</mark>", ""));
    const { container } = show(<PostList list={list} />);
    expect(screen.getByRole("heading")).toHaveTextContent(`<img src=x> &lt; "'`);
    expect(container.querySelector("img")).toBeNull();
  });
});
