import "fake-indexeddb/auto";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { GetServerSideProps, GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import type { ComponentProps } from "react";
import { UnsavedPost } from "#components/writing/edit-post";
import { listDraftStates, listLocalDrafts, purgeLocalDrafts } from "#lib/client/local-drafts";
import { requirePost } from "#lib/server/posts/read";
import { createPost, updatePost } from "#lib/server/posts/write";
import { withHandlers } from "#support/handlers";
import { show } from "#support/render";
import { withSettings } from "#support/settings";
import { ANYONE } from "#support/viewers";
import { getServerSideProps as byId } from "../../../pages/blog/[id]";
import PostPage, { getServerSideProps as bySlug } from "../../../pages/blog/[id]/[slug]";
import EditPage, { getServerSideProps as forEdit } from "../../../pages/blog/[id]/edit";

const server = withHandlers();
const user = userEvent.setup();
const store = (title: string) => createPost(server.db, { title, content: "Words" });
afterEach(async () => {
  localStorage.clear();
  await purgeLocalDrafts(null);
});
const stored = () => requirePost(server.db, "1", ANYONE);

type Props = ComponentProps<typeof PostPage> & { fallback: Record<string, unknown> };

async function getProps(props: GetServerSideProps, params: Record<string, string>) {
  const { req, res } = createMocks({ headers: { host: "octavo.test" } });
  return (await props({ req, res, params, resolvedUrl: "/" } as unknown as GetServerSidePropsContext)) as {
    props: Props;
  };
}

const getPostProps = async (slug = "hello", id = "1") => (await getProps(bySlug, { id, slug })).props;

async function open(given?: Props) {
  const { fallback, ...props } = given ?? (await getPostProps());
  const address = "/blog/1/hello";
  const shown = show(<PostPage {...props} />, { address, fallback });
  return { ...shown, refetched: async () => shown.rerender(<PostPage {...(await getPostProps())} />) };
}

async function edit() {
  const { props } = await getProps(forEdit as GetServerSideProps, { id: "1" });
  return show(<EditPage {...(props as unknown as ComponentProps<typeof EditPage>)} />, { address: "/blog/1/edit" });
}

describe("/blog/[id]/[slug] — path", () => {
  test.each(["7", "abc", "01", "-1", ""])("id %p — notFound", async (id) => {
    await store("Hello");
    for (const props of [byId, bySlug, forEdit] as GetServerSideProps[]) {
      expect(await getProps(props, { id, slug: "hello" })).toEqual({ notFound: true });
    }
  });

  test("another slug — 301 to the current one", async () => {
    await store("朝 Hello");
    const redirect = { destination: "/blog/1/%E6%9C%9D-hello", statusCode: 301 };
    expect(await getProps(bySlug, { id: "1", slug: "old" })).toEqual({ redirect });
  });

  test("/blog/[id] — 301 to the current slug", async () => {
    await store("Hello");
    expect(await getProps(byId, { id: "1" })).toEqual({ redirect: { destination: "/blog/1/hello", statusCode: 301 } });
  });

  test("current slug — the post", async () => {
    await store("朝 Hello");
    expect((await getPostProps("朝-hello")).id).toBe("1");
  });
});

test("PostPage — server HTML — the post", async () => {
  await store("Hello");
  server.gate = () => new Promise(() => {});
  await open();
  expect(screen.getByRole("heading", { level: 1, name: "Hello" })).toBeVisible();
  expect(screen.getByText("Words")).toBeVisible();
  expect(await screen.findByRole("link", { name: "Edit" })).toHaveAttribute("href", "/blog/1/edit");
});

test("PostPage — props — HTML without the Markdown", async () => {
  await createPost(server.db, { title: "Hello", content: "Some *words* [here](/about)" });
  const props = await getPostProps();
  expect(props.rendering).toEqual({
    html: '<p>Some <em>words</em> <a href="/about">here</a></p>\n',
    contents: [],
    version: 1,
  });
  expect(JSON.stringify(props)).not.toContain("*words*");
  await open();
  expect(screen.getByRole("link", { name: "here" })).toHaveAttribute("href", "/about");
  await waitFor(() => expect(server.requests[0]?.path).toContain("?fields=id,title,"));
  expect(server.requests[0]?.path).not.toContain("content");
});

test("PostPage — long text with headings — table of contents", async () => {
  const part = (name: string) => `## ${name}\n\n${"word ".repeat(200)}`;
  await createPost(server.db, { title: "Hello", content: ["One", "Two", "Three"].map(part).join("\n\n") });
  await open();
  const links = within(screen.getByRole("navigation", { name: "Contents" })).getAllByRole("link");
  expect(links.map((link) => [link.textContent, link.getAttribute("href")])).toEqual([
    ["One", "#part-one"],
    ["Two", "#part-two"],
    ["Three", "#part-three"],
  ]);
});

test("PostPage — short text — no table of contents", async () => {
  await createPost(server.db, { title: "Hello", content: "## One\n\n## Two\n\n## Three" });
  await open();
  expect(screen.queryByRole("navigation", { name: "Contents" })).toBeNull();
});

test("PostPage — links to the previous and next post", async () => {
  await store("Older");
  await store("Hello");
  await store("Newer");
  const { fallback, ...props } = await getPostProps("hello", "2");
  show(<PostPage {...props} />, { fallback });
  expect(screen.getByRole("link", { name: "Previous Older" })).toHaveAttribute("href", "/blog/1/older");
  expect(screen.getByRole("link", { name: "Next Newer" })).toHaveAttribute("href", "/blog/3/newer");
});

describe("PostPage — actions", () => {
  test("permitted — Edit, History and Delete", async () => {
    await store("Hello");
    await open();
    expect(screen.getByRole("link", { name: "Edit" })).toHaveAttribute("href", "/blog/1/edit");
    expect(screen.getByRole("link", { name: "History" })).toHaveAttribute("href", "/blog/1/history");
    const form = screen.getByRole("button", { name: "Delete" }).closest("form");
    expect(form).toHaveAttribute("action", "/blog/1/delete");
  });

  describe("POSTING=members", () => {
    withSettings({ POSTING: "members" });

    test("anonymous — none", async () => {
      await store("Hello");
      await open();
      expect(screen.queryByRole("link", { name: /Edit|History|Delete/ })).toBeNull();
      expect(screen.queryByRole("button", { name: "Delete" })).toBeNull();
    });
  });
});

describe("PostPage — saved elsewhere since the page was rendered", () => {
  /** The URLs that the router was called with. */
  const sent: string[] = [];
  beforeEach(() => {
    sent.length = 0;
  });

  test("props fetched again once, new text shown", async () => {
    await store("Hello");
    const old = await getPostProps();
    await updatePost(server.db, "1", { content: "Other words" }, ANYONE);
    const { router, refetched } = await open(old);
    router.watch = (address) => sent.push(address);
    await waitFor(() => expect(sent).toEqual(["/blog/1/hello"]));
    expect(screen.getByText("Words")).toBeVisible();
    await refetched();
    expect(screen.getByText("Other words")).toBeVisible();
    expect(sent).toHaveLength(1);
  });

  test("the old props again — not fetched again", async () => {
    await store("Hello");
    const old = await getPostProps();
    await updatePost(server.db, "1", { content: "Other words" }, ANYONE);
    const { fallback, ...props } = old;
    const { router, rerender } = show(<PostPage {...props} />, { address: "/blog/1/hello#part-one", fallback });
    router.watch = (address) => sent.push(address);
    await waitFor(() => expect(sent).toEqual(["/blog/1/hello"]));
    for (let time = 0; time < 3; time++) rerender(<PostPage {...props} rendering={{ ...props.rendering }} />);
    expect(sent).toEqual(["/blog/1/hello"]);
  });
});

test("PostPage — 404 on revalidation — “This post is gone”", async () => {
  await store("Hello");
  server.gate = async () => ({ status: 404, body: { title: "Post not found" } });
  await open();
  expect(await screen.findByRole("heading", { name: "This post is gone" })).toBeVisible();
});

test("PostPage — Delete — trashed, leads to /blog", async () => {
  await store("Hello");
  const { router } = await open();
  await user.click(screen.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(router.address).toBe("/blog"));
  expect(await stored().catch(({ status }) => status)).toBe(404);
});

test("EditPage — Update — stored, leads to the post's new URL", async () => {
  await store("Hello");
  const { router } = await edit();
  await user.type(screen.getByRole("textbox", { name: "Title" }), " again");
  await user.click(screen.getByRole("button", { name: "Update" }));
  await waitFor(() => expect(router.address).toBe("/blog/1/hello-again"));
  expect(await stored()).toMatchObject({ title: "Hello again", content: "Words", version: 2 });
});

test("EditPage — 503 — changes stay in the form", async () => {
  await store("Hello");
  const { router } = await edit();
  server.gate = async () => ({ status: 503, body: { title: "Service Unavailable" } });
  await user.type(screen.getByRole("textbox", { name: "Title" }), " again");
  await user.click(screen.getByRole("button", { name: "Update" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("Service Unavailable");
  expect(screen.getByRole("textbox", { name: "Title" })).toHaveValue("Hello again");
  expect(router.address).toBe("/blog/1/edit");
});

describe("EditPage — 412, saved by someone else", () => {
  const press = (name: string) => user.click(screen.getByRole("button", { name }));
  const isResolved = () => waitFor(() => expect(screen.queryByRole("region", { name: "Both texts" })).toBeNull());

  async function conflict() {
    await store("Hello");
    const view = await edit();
    await updatePost(server.db, "1", { title: "Theirs", content: "Their words" }, ANYONE);
    await user.type(screen.getByRole("textbox", { name: "Title" }), " of mine");
    await press("Update");
    await screen.findByRole("heading", { name: /someone else saved this post/ });
    return view;
  }

  test("both texts merged and shown, nothing stored", async () => {
    await conflict();
    const both = within(screen.getByRole("region", { name: "Both texts" }));
    const clash = within(both.getByRole("group", { name: "Both of you changed this passage" }));
    expect(clash.getByText("Hello of mine")).toBeVisible();
    expect(clash.getByText("Theirs", { selector: "p + p" })).toBeVisible();
    // Only they have changed the content.
    expect(both.getByText("Words").closest("del")).toBeVisible();
    expect(both.getByText("Their words").closest("ins")).toBeVisible();
    expect(screen.getByRole("heading", { name: /someone else saved/ })).toHaveFocus();
    expect(await stored()).toMatchObject({ title: "Theirs", version: 2 });
  });

  test("“Use the merged text” — a choice for each clash — saves both sides’ changes", async () => {
    const { router } = await conflict();
    await user.click(screen.getByRole("radio", { name: "Mine" }));
    await press("Use the merged text");
    await isResolved();
    expect(screen.getByRole("textbox", { name: "Content" })).toHaveValue("Their words");
    await press("Update");
    await waitFor(() => expect(router.address).toBe("/blog/1/hello-of-mine"));
    expect(await stored()).toMatchObject({ title: "Hello of mine", content: "Their words", version: 3 });
  });

  test("“Keep mine” — saves over theirs", async () => {
    const { router } = await conflict();
    await press("Keep mine");
    await isResolved();
    await press("Update");
    await waitFor(() => expect(router.address).toBe("/blog/1/hello-of-mine"));
    expect(await stored()).toMatchObject({ title: "Hello of mine", content: "Words", version: 3 });
  });

  test("“Take theirs” — in the form; mine is an earlier state of the local draft", async () => {
    const { router } = await conflict();
    await press("Take theirs");
    await isResolved();
    expect(screen.getByRole("textbox", { name: "Title" })).toHaveValue("Theirs");
    expect(screen.getByRole("textbox", { name: "Content" })).toHaveValue("Their words");
    await waitFor(async () => {
      const [draft] = await listLocalDrafts(null);
      const [state] = await listDraftStates(draft?.id ?? "");
      expect(state?.values).toMatchObject({ title: "Hello of mine", content: "Words" });
    });
    await user.type(screen.getByRole("textbox", { name: "Title" }), " again");
    await press("Update");
    await waitFor(() => expect(router.address).toBe("/blog/1/theirs-again"));
    expect(await stored()).toMatchObject({ title: "Theirs again", content: "Their words", version: 3 });
  });

  test("“Take theirs” for a second conflict — the newest text in the form", async () => {
    await conflict();
    await press("Take theirs");
    await isResolved();
    await updatePost(server.db, "1", { title: "Third", content: "Third words" }, ANYONE);
    await user.type(screen.getByRole("textbox", { name: "Title" }), " again");
    await press("Update");
    await user.click(await screen.findByRole("button", { name: "Take theirs" }));
    await isResolved();
    expect(screen.getByRole("textbox", { name: "Title" })).toHaveValue("Third");
    expect(screen.getByRole("textbox", { name: "Content" })).toHaveValue("Third words");
  });

  test("text restored after a sign-in, based on an older version — both texts shown", async () => {
    await store("Hello");
    await updatePost(server.db, "1", { title: "Theirs" }, ANYONE);
    const typed = { title: "Mine", content: "Words", version: "1" };
    const refused = { form: "save", status: 401, title: "Authentication required", fields: {}, typed };
    show(<UnsavedPost id="1" posted={{ refused, previewed: null }} />, { address: "/blog/1/edit" });
    await press("Publish");
    await screen.findByRole("heading", { name: /someone else saved/ });
    expect(await stored()).toMatchObject({ title: "Theirs", version: 2 });
  });

  test("third save in between — a conflict again", async () => {
    await conflict();
    await updatePost(server.db, "1", { title: "Third" }, ANYONE);
    await press("Keep mine");
    expect(await screen.findByText("Third")).toBeVisible();
    expect(await stored()).toMatchObject({ title: "Third", version: 3 });
  });
});
