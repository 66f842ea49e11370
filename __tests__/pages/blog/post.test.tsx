import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { GetServerSideProps, GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import type { ComponentProps } from "react";
import { changePost, createPost } from "#lib/server/posts/changes";
import { requirePost } from "#lib/server/posts/queries";
import { withHandlers } from "#support/handlers";
import { show } from "#support/render";
import { ANYONE } from "#support/viewers";
import PostPage, { getServerSideProps as byId } from "../../../pages/blog/[id]";
import { getServerSideProps as bySlug } from "../../../pages/blog/[id]/[slug]";
import EditPage, { getServerSideProps as forEdit } from "../../../pages/blog/[id]/edit";

const server = withHandlers();
const user = userEvent.setup();
const store = (title: string) => createPost(server.db, { title, content: "Words" });
const stored = () => requirePost(server.db, "1", ANYONE);

async function bring(props: GetServerSideProps, params: Record<string, string>) {
  const { req } = createMocks({ headers: { host: "octavo.test" } });
  return (await props({ req, params } as unknown as GetServerSidePropsContext)) as {
    props: { id: string; fallback: Record<string, unknown> };
  };
}

async function open() {
  const { fallback, id } = (await bring(byId, { id: "1" })).props;
  return show(<PostPage id={id} />, { address: "/blog/1", fallback });
}

async function edit() {
  const { props } = await bring(forEdit as GetServerSideProps, { id: "1" });
  return show(<EditPage {...(props as unknown as ComponentProps<typeof EditPage>)} />, { address: "/blog/1/edit" });
}

describe("its address", () => {
  test.each(["7", "abc", "01", "-1", ""])("with the id %p is a page that is not there", async (id) => {
    await store("Hello");
    for (const props of [byId, bySlug, forEdit as GetServerSideProps]) {
      expect(await bring(props, { id, slug: "hello" })).toEqual({ notFound: true });
    }
  });

  test("with another title leads to the one with the present title, for good", async () => {
    await store("朝 Hello");
    const redirect = { destination: "/blog/1/%E6%9C%9D-hello", permanent: true };
    expect(await bring(bySlug, { id: "1", slug: "old" })).toEqual({ redirect });
  });

  test("with the present title shows the post", async () => {
    await store("朝 Hello");
    expect((await bring(bySlug, { id: "1", slug: "朝-hello" })).props.id).toBe("1");
  });
});

test("the post is in the first HTML", async () => {
  await store("Hello");
  server.gate = () => new Promise(() => {});
  await open();
  expect(screen.getByRole("heading", { level: 1, name: "Hello" })).toBeVisible();
  expect(screen.getByText("Words")).toBeVisible();
  expect(screen.getByRole("link", { name: "Edit" })).toHaveAttribute("href", "/blog/1/edit");
});

test("a post that was taken down meanwhile says so", async () => {
  await store("Hello");
  server.gate = async () => ({ status: 404, body: { title: "Post not found" } });
  await open();
  expect(await screen.findByRole("heading", { name: "This post is gone" })).toBeVisible();
});

test("deleting it leads to the list, and it is gone", async () => {
  await store("Hello");
  const { router } = await open();
  await user.click(screen.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(router.address).toBe("/blog"));
  expect(await stored().catch(({ status }) => status)).toBe(404);
});

test("saving changes leads to the post at its new address", async () => {
  await store("Hello");
  const { router } = await edit();
  await user.type(screen.getByRole("textbox", { name: "Title" }), " again");
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(router.address).toBe("/blog/1/hello-again"));
  expect(await stored()).toMatchObject({ title: "Hello again", content: "Words", version: 2 });
});

test("refused changes stay in the form", async () => {
  await store("Hello");
  const { router } = await edit();
  server.gate = async () => ({ status: 503, body: { title: "Service Unavailable" } });
  await user.type(screen.getByRole("textbox", { name: "Title" }), " again");
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("Service Unavailable");
  expect(screen.getByRole("textbox", { name: "Title" })).toHaveValue("Hello again");
  expect(router.address).toBe("/blog/1/edit");
});

describe("when somebody else has saved meanwhile", () => {
  const press = (name: string) => user.click(screen.getByRole("button", { name }));

  async function missed() {
    await store("Hello");
    const view = await edit();
    await changePost(server.db, "1", { title: "Theirs", content: "Their words" }, ANYONE);
    await user.type(screen.getByRole("textbox", { name: "Title" }), " of mine");
    await press("Save changes");
    await screen.findByRole("heading", { name: /somebody has saved this post/ });
    return view;
  }

  test("both texts are shown, and nothing is stored", async () => {
    await missed();
    const both = within(screen.getByRole("region", { name: "Both texts" }));
    expect(await both.findByText("Hello of mine")).toBeVisible();
    expect(both.getByText("Theirs").closest("del")).not.toBeNull();
    expect(both.getByText("Words").closest("ins")).not.toBeNull();
    expect(screen.getByRole("heading", { name: /somebody has saved/ })).toHaveFocus();
    expect(await stored()).toMatchObject({ title: "Theirs", version: 2 });
  });

  test("mine is kept by saying so", async () => {
    const { router } = await missed();
    await user.click(screen.getAllByRole("button", { name: "Keep mine" })[0] as HTMLElement);
    await waitFor(() => expect(router.address).toBe("/blog/1/hello-of-mine"));
    expect(await stored()).toMatchObject({ title: "Hello of mine", content: "Words", version: 3 });
  });

  test("theirs is taken into the form, mine is put aside, and a save stores what the form holds then", async () => {
    const { router } = await missed();
    // A link to the page itself is no way to leave it.
    window.history.replaceState(null, "", "/blog/1/edit");
    await user.click(screen.getByRole("link", { name: "Take theirs" }));
    expect(screen.getByRole("textbox", { name: "Title" })).toHaveValue("Theirs");
    expect(screen.getByRole("textbox", { name: "Content" })).toHaveValue("Their words");
    expect(screen.queryByRole("region", { name: "Both texts" })).toBeNull();
    expect(screen.getByText("Your text, put aside")).toBeVisible();
    expect(screen.getByText("Words")).toBeInTheDocument();
    await press("Save changes");
    await waitFor(() => expect(router.address).toBe("/blog/1/theirs"));
    expect(await stored()).toMatchObject({ title: "Theirs", version: 3 });
  });

  test("a third save in between is not lost either", async () => {
    await missed();
    await changePost(server.db, "1", { title: "Third" }, ANYONE);
    await user.click(screen.getAllByRole("button", { name: "Keep mine" })[0] as HTMLElement);
    expect(await screen.findByText("Third")).toBeVisible();
    expect(await stored()).toMatchObject({ title: "Third", version: 3 });
  });
});
