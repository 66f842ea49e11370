import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import { createPost } from "#lib/server/posts/changes";
import { withHandlers } from "#support/handlers";
import { show } from "#support/render";
import BlogPage, { getServerSideProps } from "../../../pages/blog/index";

const server = withHandlers();
const store = (title: string) => createPost(server.db, { title, content: "Words" });
const box = () => screen.getByLabelText("Search posts");
const titles = () => screen.getAllByRole("heading", { level: 3 }).map(({ textContent }) => textContent);

/** What the page brings for an address. */
async function bring(query: Record<string, string> = {}) {
  const { req } = createMocks({ headers: { host: "octavo.test" } });
  const { props } = (await getServerSideProps({ req, query } as unknown as GetServerSidePropsContext)) as {
    props: { fallback: Record<string, unknown> };
  };
  return props.fallback;
}

test("the posts are in the first HTML", async () => {
  await store("First");
  await store("Second");
  server.gate = () => new Promise(() => {});
  show(<BlogPage />, { address: "/blog", fallback: await bring() });
  expect(titles()).toEqual(["Second", "First"]);
});

test("so is what a search in the address finds, and the search stands in the box", async () => {
  await store("First");
  await store("Second");
  server.gate = () => new Promise(() => {});
  show(<BlogPage />, { address: "/blog?q=sec", fallback: await bring({ q: " sec " }) });
  expect(titles()).toEqual(["Second"]);
  expect(box()).toHaveValue("sec");
});

test("typing filters the list, says how many there are and writes the address", async () => {
  await store("First");
  await store("Second");
  const { router } = show(<BlogPage />, { address: "/blog", fallback: await bring() });
  await userEvent.type(box(), "fir");
  await waitFor(() => expect(titles()).toEqual(["First"]));
  expect(screen.getByRole("status")).toHaveTextContent("1 post for “fir”");
  expect(router.address).toBe("/blog?q=fir");
});

test("going back to the address before shows its list again", async () => {
  await store("First");
  await store("Second");
  const { router } = show(<BlogPage />, { address: "/blog?q=fir", fallback: await bring({ q: "fir" }) });
  act(() => router.show("/blog"));
  await waitFor(() => expect(titles()).toEqual(["Second", "First"]));
  expect(box()).toHaveValue("");
});

test("while an answer is awaited the posts before are marked as busy and not counted", async () => {
  await store("First");
  const { router, container } = show(<BlogPage />, { address: "/blog", fallback: await bring() });
  server.gate = () => new Promise(() => {});
  act(() => router.show("/blog?q=zebra"));
  expect(container.querySelector("[aria-busy=true]")).toHaveTextContent("First");
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});

test("a search that finds nothing says so and leads back to all posts", async () => {
  await store("First");
  show(<BlogPage />, { address: "/blog?q=zebra", fallback: await bring({ q: "zebra" }) });
  expect(screen.getByText("No post has these words.")).toBeVisible();
  expect(screen.getByRole("link", { name: "Show all posts" })).toHaveAttribute("href", "/blog");
});

test("an empty blog leads to writing", async () => {
  show(<BlogPage />, { address: "/blog", fallback: await bring() });
  expect(screen.getByRole("link", { name: "Write the first post" })).toHaveAttribute("href", "/blog/create");
});

test("a failed search can be tried again", async () => {
  await store("First");
  const { router } = show(<BlogPage />, { address: "/blog", fallback: await bring() });
  server.gate = async () => ({ status: 500, body: { title: "Internal Server Error" } });
  act(() => router.show("/blog?q=first"));
  expect(await screen.findByRole("alert")).toHaveTextContent("Internal Server Error");
  server.gate = undefined;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(titles()).toEqual(["First"]));
  expect(screen.queryByRole("alert")).toBeNull();
});
