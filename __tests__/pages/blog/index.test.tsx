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

type Props = { tags: string[]; fallback: Record<string, unknown> };

/** Renders the page at a URL with its props. */
async function open(address: string, { isOffline = false } = {}) {
  const query = Object.fromEntries(new URL(address, "http://octavo.test").searchParams);
  const { props } = await getProps(query);
  if (isOffline) server.gate = () => new Promise(() => {});
  return show(<BlogPage tags={props.tags} />, { address, fallback: props.fallback });
}

/** The props of a URL, or its redirect. */
async function getProps(query: Record<string, string> = {}) {
  const { req, res } = createMocks({ headers: { host: "octavo.test" } });
  const response = await getServerSideProps({ req, res, query } as unknown as GetServerSidePropsContext);
  return response as { props: Props; redirect?: { destination: string } };
}

test("BlogPage — server HTML — the posts", async () => {
  await store("First");
  await store("Second");
  await open("/blog", { isOffline: true });
  expect(titles()).toEqual(["Second", "First"]);
});

test("BlogPage — server HTML of ?q= — matches, and q in the search field", async () => {
  await store("First");
  await store("Second");
  await open("/blog?q=+sec+", { isOffline: true });
  expect(titles()).toEqual(["Second"]);
  expect(box()).toHaveValue("sec");
});

test("BlogPage — typing in the search field — list filtered, count announced, URL updated", async () => {
  await store("First");
  await store("Second");
  const { router } = await open("/blog");
  await userEvent.type(box(), "fir");
  await waitFor(() => expect(titles()).toEqual(["First"]));
  expect(screen.getByRole("status")).toHaveTextContent("1 post found");
  expect(router.address).toBe("/blog?q=fir");
});

test("BlogPage — Back — the list of the former URL", async () => {
  await store("First");
  await store("Second");
  const { router } = await open("/blog?q=fir");
  act(() => router.show("/blog"));
  await waitFor(() => expect(titles()).toEqual(["Second", "First"]));
  expect(box()).toHaveValue("");
});

test("BlogPage — request in flight — former posts with aria-busy, count empty", async () => {
  await store("First");
  const { router, container } = await open("/blog");
  server.gate = () => new Promise(() => {});
  act(() => router.show("/blog?q=zebra"));
  expect(container.querySelector("[aria-busy=true]")).toHaveTextContent("First");
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});

test("BlogPage — search without matches — says so, link to all posts", async () => {
  await store("First");
  await open("/blog?q=zebra");
  expect(screen.getByText("No post has these words.")).toBeVisible();
  expect(screen.getByRole("link", { name: "Show all posts" })).toHaveAttribute("href", "/blog");
});

test("BlogPage — no posts, a reader — says so, invites nobody to write", async () => {
  await open("/blog");
  expect(screen.getByText("Nothing is published yet.")).toBeVisible();
  expect(screen.queryByRole("link", { name: "Write the first post" })).not.toBeInTheDocument();
});

test("BlogPage — search fails — alert with “Try again”", async () => {
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

describe("BlogPage — ?tag=", () => {
  beforeEach(async () => {
    await store("Bound", ["ink"]);
    await store("Loose");
  });

  test("its posts, named, with a link to all", async () => {
    await open("/blog?tag=ink", { isOffline: true });
    expect(titles()).toEqual(["Bound"]);
    expect(screen.getByText(/Only those tagged ink/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Show all" })).toHaveAttribute("href", "/blog");
  });

  test("typing in the search field — searches within the tag", async () => {
    await store("Bound again", ["ink"]);
    const { router } = await open("/blog?tag=ink");
    await userEvent.type(box(), "again");
    await waitFor(() => expect(titles()).toEqual(["Bound again"]));
    expect(router.address).toBe("/blog?q=again&tag=ink");
    expect(screen.getByRole("link", { name: "Show all" })).toHaveAttribute("href", "/blog?q=again");
  });

  test("no post has the tag — link to all posts", async () => {
    await open("/blog?tag=none");
    expect(screen.getByText("No post has this tag.")).toBeVisible();
    expect(screen.getByRole("link", { name: "Show all posts" })).toHaveAttribute("href", "/blog");
  });

  test("tag list — the tag with aria-current", async () => {
    await open("/blog?tag=ink");
    const offered = within(screen.getByRole("navigation", { name: "Tags" })).getByRole("link", { name: "ink" });
    expect(offered).toHaveAttribute("aria-current", "page");
  });
});

test.each([
  ["?tag= of another spelling", { tag: "Café Noir" }, "/blog?tag=cafe-noir"],
  ["invalid ?tag=", { tag: "a,b", q: "ink" }, "/blog?q=ink"],
  ["no cursor", { after: "nonsense", tag: "ink" }, "/blog?tag=ink"],
])("BlogPage — %s — redirected", async (_, query, destination) => {
  await store("One", ["cafe-noir"]);
  expect((await getProps(query)).redirect?.destination).toBe(destination);
});

describe("BlogPage — more than one page", () => {
  const more = () => screen.getByRole("link", { name: "More posts" });
  const all = Array.from({ length: 45 }, (_, place) => `Post ${45 - place}`);

  beforeEach(async () => {
    for (const title of all.toReversed()) await store(title);
  });

  test("“More posts” — appended, URL updated, first new post focused", async () => {
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

  test("server HTML of ?pages=3 — all of them, no request, focus unchanged", async () => {
    await open("/blog?pages=3", { isOffline: true });
    expect(titles()).toEqual(all);
    expect(document.body).toHaveFocus();
  });

  test("“More posts” without JavaScript — a page of its own, with a link back", async () => {
    await open("/blog", { isOffline: true });
    const address = more().getAttribute("href") ?? "";
    cleanup();
    server.gate = undefined;
    await open(address, { isOffline: true });
    expect(titles()).toEqual(all.slice(20, 40));
    expect(screen.getByRole("link", { name: "Back to the newest" })).toHaveAttribute("href", "/blog");
  });

  test("?pages= too large or invalid — limited", async () => {
    expect(Object.keys((await getProps({ pages: "100000" })).props.fallback)).toHaveLength(3);
    await open("/blog?pages=x", { isOffline: true });
    expect(titles()).toHaveLength(20);
  });

  test("post published meanwhile — every post once", async () => {
    const written = Promise.withResolvers<undefined>();
    server.gate = () => written.promise;
    await open("/blog?pages=3");
    expect(titles()).toEqual(all);
    await store("New");
    written.resolve(undefined);
    await waitFor(() => expect(titles()).toEqual(["New", ...all]));
  });

  test("next page fails — alert with “Try again”", async () => {
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
