import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { PostList } from "#components/posts/post-list";
import { ApiError } from "#lib/client/api";
import { PENDING_ID, type ShownPosts } from "#lib/client/use-post-list";
import { somePost } from "#support/posts";
import { show } from "#support/render";

/** A list as usePosts returns it, with `fields` of the test. */
function listOf(fields: Partial<ShownPosts> = {}): ShownPosts {
  const mutate = () => undefined;
  const defaults = {
    key: "/api/posts?",
    posts: [somePost()],
    next: undefined,
    total: 1,
    isCapped: false,
    error: undefined,
  };
  return { ...defaults, isStale: false, isValidating: false, mutate, ...fields };
}

const unreachable = new ApiError(0, { title: "The server cannot be reached" });

test("PostList — error without posts — alert with “Try again”", async () => {
  const mutate = jest.fn();
  show(<PostList list={listOf({ posts: undefined, error: unreachable, mutate })} />);
  expect(screen.getByRole("alert")).toHaveTextContent("The server cannot be reached.");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(mutate).toHaveBeenCalledTimes(1);
});

test("PostList — error while revalidating — posts stay, no alert", () => {
  show(<PostList list={listOf({ error: unreachable })} />);
  expect(screen.getByRole("link", { name: "Hello" })).toBeVisible();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("PostList — error with stale posts of another query — alert, no posts", () => {
  show(<PostList list={listOf({ isStale: true, error: unreachable })} />);
  expect(screen.queryByRole("link", { name: "Hello" })).toBeNull();
  expect(screen.getByRole("alert")).toBeVisible();
});

test("PostList — posts undefined — “Loading posts”", () => {
  show(<PostList list={listOf({ posts: undefined })} />);
  expect(screen.getByText("Loading posts")).toBeVisible();
});

test("PostList — no posts — the page's `empty`", () => {
  show(<PostList list={listOf({ posts: [] })} empty={<p>Nothing</p>} />);
  expect(screen.getByText("Nothing")).toBeVisible();
});

test("PostList — a post — title, date, excerpt, reading time and tags", () => {
  show(<PostList list={listOf({ posts: [somePost({ tags: ["ink"] })] })} />);
  expect(screen.getByRole("link", { name: "Hello" })).toHaveAttribute("href", "/blog/1/hello");
  for (const text of ["31 Jan 2026", "World", "1 min"]) expect(screen.getByText(text)).toBeVisible();
  expect(screen.getByRole("link", { name: "ink" })).toHaveAttribute("href", "/blog?tag=ink");
});

test("PostList — non-ASCII slug — percent-encoded link", () => {
  show(<PostList list={listOf({ posts: [somePost({ title: "朝", slug: "朝" })] })} />);
  expect(screen.getByRole("link", { name: "朝" })).toHaveAttribute("href", "/blog/1/%E6%9C%9D");
});

test("PostList — pending post — “Publishing…”, no link", () => {
  show(<PostList list={listOf({ posts: [somePost({ id: PENDING_ID })] })} />);
  expect(screen.getByRole("heading", { name: "Hello" })).toBeVisible();
  expect(screen.getByText("Publishing…")).toBeVisible();
  expect(screen.queryByRole("link")).toBeNull();
});

test("PostList — draft — “Draft” instead of a date", () => {
  show(<PostList list={listOf({ posts: [somePost({ status: "draft", publishedAt: null })] })} />);
  expect(screen.getByText("Draft")).toBeVisible();
});

test("PostList — no posts and stale — “Loading posts” instead of `empty`", () => {
  show(<PostList list={listOf({ posts: [], isStale: true })} empty={<p>Nothing</p>} />);
  expect(screen.getByText("Loading posts")).toBeVisible();
  expect(screen.queryByText("Nothing")).toBeNull();
});

describe("PostList — search highlight", () => {
  const found = (title: string, content: string) => ({ posts: [{ ...somePost(), highlight: { title, content } }] });
  const marks = (container: HTMLElement) => [...container.querySelectorAll("mark")].map((mark) => mark.textContent);

  test("match in title and content — marked, content's replaces the excerpt", () => {
    const list = listOf(found("<mark>Hello</mark> you", "…the whole <mark>hello</mark>…"));
    const { container } = show(<PostList list={list} />);
    expect(marks(container)).toEqual(["Hello", "hello"]);
    expect(screen.getByRole("link", { name: "Hello you" })).toBeVisible();
    expect(screen.getByText(/the whole/)).toHaveTextContent("…the whole hello…");
    expect(screen.queryByText("World")).toBeNull();
  });

  test("no match in the content — excerpt", () => {
    show(<PostList list={listOf(found("<mark>Hello</mark>", "World and more"))} />);
    expect(screen.getByText("World")).toBeVisible();
  });

  test("escaped HTML — shown as text", () => {
    const list = listOf(found("&lt;img src=x&gt; &amp;lt; <mark>&quot;&#39;</mark>", ""));
    const { container } = show(<PostList list={list} />);
    expect(screen.getByRole("heading")).toHaveTextContent(`<img src=x> &lt; "'`);
    expect(container.querySelector("img")).toBeNull();
  });
});
