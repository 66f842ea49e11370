import { act, cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import { createPost } from "#lib/server/posts/write";
import { withHandlers } from "#support/handlers";
import { show } from "#support/render";
import BlogPage, { getServerSideProps } from "../../../pages/blog/index";

const server = withHandlers();
const store = (title: string, tags: string[] = []) => createPost(server.db, { title, content: "Words", tags });
const box = () => screen.getByLabelText("Search posts");
const titles = () => screen.getAllByRole("heading", { level: 3 }).map(({ textContent }) => textContent);

type Brought = { tags: string[]; fallback: Record<string, unknown> };

/** Opens the page at an address, with what it brings. */
async function open(address: string, { isAway = false } = {}) {
  const query = Object.fromEntries(new URL(address, "http://octavo.test").searchParams);
  const { props } = await bring(query);
  if (isAway) server.gate = () => new Promise(() => {});
  return show(<BlogPage tags={props.tags} />, { address, fallback: props.fallback });
}

/** What the page brings for an address, or where it leads. */
async function bring(query: Record<string, string> = {}) {
  const { req, res } = createMocks({ headers: { host: "octavo.test" } });
  const answer = await getServerSideProps({ req, res, query } as unknown as GetServerSidePropsContext);
  return answer as { props: Brought; redirect?: { destination: string } };
}

test("the posts are in the first HTML", async () => {
  await store("First");
  await store("Second");
  await open("/blog", { isAway: true });
  expect(titles()).toEqual(["Second", "First"]);
});

test("so is what a search in the address finds, and the search stands in the box", async () => {
  await store("First");
  await store("Second");
  await open("/blog?q=+sec+", { isAway: true });
  expect(titles()).toEqual(["Second"]);
  expect(box()).toHaveValue("sec");
});

test("typing filters the list, says how many there are and writes the address", async () => {
  await store("First");
  await store("Second");
  const { router } = await open("/blog");
  await userEvent.type(box(), "fir");
  await waitFor(() => expect(titles()).toEqual(["First"]));
  expect(screen.getByRole("status")).toHaveTextContent("1 post found");
  expect(router.address).toBe("/blog?q=fir");
});

test("going back to the address before shows its list again", async () => {
  await store("First");
  await store("Second");
  const { router } = await open("/blog?q=fir");
  act(() => router.show("/blog"));
  await waitFor(() => expect(titles()).toEqual(["Second", "First"]));
  expect(box()).toHaveValue("");
});

test("while an answer is awaited the posts before are marked as busy and not counted", async () => {
  await store("First");
  const { router, container } = await open("/blog");
  server.gate = () => new Promise(() => {});
  act(() => router.show("/blog?q=zebra"));
  expect(container.querySelector("[aria-busy=true]")).toHaveTextContent("First");
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});

test("a search that finds nothing says so and leads back to all posts", async () => {
  await store("First");
  await open("/blog?q=zebra");
  expect(screen.getByText("No post has these words.")).toBeVisible();
  expect(screen.getByRole("link", { name: "Show all posts" })).toHaveAttribute("href", "/blog");
});

test("an empty blog leads to writing", async () => {
  await open("/blog");
  expect(screen.getByRole("link", { name: "Write the first post" })).toHaveAttribute("href", "/blog/create");
});

test("a failed search can be tried again", async () => {
  await store("First");
  const { router } = await open("/blog");
  server.gate = async () => ({ status: 500, body: { title: "Internal Server Error" } });
  act(() => router.show("/blog?q=first"));
  expect(await screen.findByRole("alert")).toHaveTextContent("Internal Server Error");
  server.gate = undefined;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(titles()).toEqual(["First"]));
  expect(screen.queryByRole("alert")).toBeNull();
});

describe("a tag in the address", () => {
  beforeEach(async () => {
    await store("Bound", ["ink"]);
    await store("Loose");
  });

  test("leaves its posts, says so and can be taken away", async () => {
    await open("/blog?tag=ink", { isAway: true });
    expect(titles()).toEqual(["Bound"]);
    expect(screen.getByText(/Only those tagged ink/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Show all" })).toHaveAttribute("href", "/blog");
  });

  test("stays while one searches among its posts", async () => {
    await store("Bound again", ["ink"]);
    const { router } = await open("/blog?tag=ink");
    await userEvent.type(box(), "again");
    await waitFor(() => expect(titles()).toEqual(["Bound again"]));
    expect(router.address).toBe("/blog?q=again&tag=ink");
    expect(screen.getByRole("link", { name: "Show all" })).toHaveAttribute("href", "/blog?q=again");
  });

  test("that no post has leads back to all posts", async () => {
    await open("/blog?tag=none");
    expect(screen.getByText("No post has this tag.")).toBeVisible();
    expect(screen.getByRole("link", { name: "Show all posts" })).toHaveAttribute("href", "/blog");
  });

  test("is offered above the list, and marked when it is the one", async () => {
    await open("/blog?tag=ink");
    const offered = within(screen.getByRole("navigation", { name: "Tags" })).getByRole("link", { name: "ink" });
    expect(offered).toHaveAttribute("aria-current", "page");
  });
});

test.each([
  ["a tag in another form", { tag: "Café Noir" }, "/blog?tag=cafe-noir"],
  ["a tag that cannot be", { tag: "a,b", q: "ink" }, "/blog?q=ink"],
  ["no cursor", { after: "nonsense", tag: "ink" }, "/blog?tag=ink"],
])("%s in the address leads to what there is", async (_, query, destination) => {
  await store("One", ["cafe-noir"]);
  expect((await bring(query)).redirect?.destination).toBe(destination);
});

describe("more posts than a page holds", () => {
  const more = () => screen.getByRole("link", { name: "More posts" });
  const all = Array.from({ length: 45 }, (_, place) => `Post ${45 - place}`);

  beforeEach(async () => {
    for (const title of all.toReversed()) await store(title);
  });

  test("are appended, written into the address, and the first of them has the focus", async () => {
    const { router } = await open("/blog");
    expect(titles()).toEqual(all.slice(0, 20));
    await userEvent.click(more());
    await waitFor(() => expect(titles()).toEqual(all.slice(0, 40)));
    expect(router.address).toBe("/blog?pages=2");
    expect(screen.getByRole("link", { name: "Post 25" })).toHaveFocus();
    await userEvent.click(more());
    await waitFor(() => expect(titles()).toEqual(all));
    expect(screen.queryByRole("link", { name: "More posts" })).toBeNull();
  });

  test("are brought by an address that holds them, without asking again and without taking the focus", async () => {
    await open("/blog?pages=3", { isAway: true });
    expect(titles()).toEqual(all);
    expect(document.body).toHaveFocus();
  });

  test("have an address of their own, with a way back to the newest", async () => {
    await open("/blog", { isAway: true });
    const address = more().getAttribute("href") ?? "";
    cleanup();
    server.gate = undefined;
    await open(address, { isAway: true });
    expect(titles()).toEqual(all.slice(20, 40));
    expect(screen.getByRole("link", { name: "Back to the newest" })).toHaveAttribute("href", "/blog");
  });

  test("are as many as asked for only as far as one page goes", async () => {
    expect(Object.keys((await bring({ pages: "100000" })).props.fallback)).toHaveLength(3);
    await open("/blog?pages=x", { isAway: true });
    expect(titles()).toHaveLength(20);
  });

  test("move on when a post is written, and none is shown twice or missing", async () => {
    const written = Promise.withResolvers<undefined>();
    server.gate = () => written.promise;
    await open("/blog?pages=3");
    expect(titles()).toEqual(all);
    await store("New");
    written.resolve(undefined);
    await waitFor(() => expect(titles()).toEqual(["New", ...all]));
  });

  test("can be asked for again when they could not be loaded", async () => {
    await open("/blog");
    server.gate = async () => ({ status: 503, body: { title: "Not just now" } });
    await userEvent.click(more());
    expect(await screen.findByRole("alert")).toHaveTextContent("Not just now");
    expect(titles()).toEqual(all.slice(0, 20));
    server.gate = undefined;
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(titles()).toEqual(all.slice(0, 40)));
  });
});
