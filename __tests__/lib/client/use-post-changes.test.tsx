import { randomUUID } from "node:crypto";
import { act, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { useDeletePost } from "#lib/client/use-delete-post";
import { usePost } from "#lib/client/use-post";
import { useCreatePost, useUpdatePost } from "#lib/client/use-post-changes";
import { PENDING_ID, usePosts } from "#lib/client/use-post-list";
import { createPost } from "#lib/server/posts/write";
import { readingPath } from "#lib/shared/api-paths";
import { summariesPath } from "#lib/shared/paths";
import type { NewPostInput, PostPatchInput } from "#lib/shared/posts";
import { withHandlers } from "#support/handlers";
import { runHook, show } from "#support/render";

const server = withHandlers();

/** A promise to be kept by the test. */
function latch() {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return { promise, open: () => act(async () => resolve(undefined)) };
}

const store = (title: string) => createPost(server.db, { title, content: "Words" });
const isWrite = ({ method }: { method: string }) => method !== "GET";
const refused = async () => ({ status: 503, body: { title: "Service Unavailable" } });

function useCreate() {
  const create = useCreatePost(() => "ltr");
  return (draft: NewPostInput) => create(draft, randomUUID(), null);
}
function useChange(id: string) {
  const update = useUpdatePost();
  return (patch: PostPatchInput) => update(id, patch);
}

function useEverything() {
  const id = "1";
  // SWR renders again for what a component has read, and a test reads too late.
  const { data, error, isValidating } = usePost(id);
  return {
    list: usePosts(),
    page: { data, error, isValidating },
    create: useCreate(),
    change: useChange(id),
    remove: useDeletePost({ id, title: "Deleted" }),
  };
}

async function ready() {
  const { result } = runHook(useEverything, {});
  await waitFor(() => expect(result.current.list.posts).toBeDefined());
  await waitFor(() => expect(result.current.list.isValidating || result.current.page.isValidating).toBe(false));
  return { now: () => result.current, titles: () => result.current.list.posts?.map(({ title }) => title) };
}

describe("a new post", () => {
  test("is in the list before the server has answered, and gets its id from the answer", async () => {
    await store("Old");
    const { now, titles } = await ready();
    const door = latch();
    server.gate = (request) => (isWrite(request) ? door.promise : undefined);
    let saving: Promise<unknown> = Promise.resolve();
    act(() => {
      saving = now().create({ title: "New", content: "Words" });
    });
    await waitFor(() => expect(titles()).toEqual(["New", "Old"]));
    expect(now().list.posts?.[0]?.id).toBe(PENDING_ID);
    await door.open();
    await act(() => saving);
    await waitFor(() => expect(now().list.posts?.[0]?.id).toBe("2"));
    expect(titles()).toEqual(["New", "Old"]);
  });

  test("leaves the list when the server refuses it", async () => {
    await store("Old");
    const { now, titles } = await ready();
    const door = latch();
    server.gate = (request) => (isWrite(request) ? door.promise.then(refused) : undefined);
    let saving: Promise<unknown> = Promise.resolve();
    act(() => {
      saving = now().create({ title: "New", content: "Words" });
    });
    await waitFor(() => expect(titles()).toEqual(["New", "Old"]));
    const refusal = expect(saving).rejects.toMatchObject({ status: 503, message: "Service Unavailable" });
    await door.open();
    await refusal;
    await waitFor(() => expect(titles()).toEqual(["Old"]));
  });

  test("joins a list that came with the page and was not fetched since", async () => {
    const brought = { ...(await store("Brought")), id: "1", title: "Brought" };
    server.gate = () => new Promise(() => {});
    const { result } = runHook(useEverything, {}, { fallback: { [summariesPath()]: { items: [brought] } } });
    act(() => void result.current.create({ title: "New", content: "Words" }));
    await waitFor(() => expect(result.current.list.posts?.map(({ title }) => title)).toEqual(["New", "Brought"]));
  });

  test("does not join a search, whose words it may not have", async () => {
    const { result } = runHook(() => ({ list: usePosts({ q: "zebra" }), create: useCreate() }), {});
    await waitFor(() => expect(result.current.list.posts).toEqual([]));
    server.gate = () => new Promise(() => {});
    act(() => void result.current.create({ title: "New", content: "Words" }));
    await act(async () => {});
    expect(result.current.list.posts).toEqual([]);
  });
});

describe("a list that is not on screen", () => {
  function Switch() {
    const [isList, setList] = useState(true);
    const create = useCreate();
    return (
      <>
        <button type="button" onClick={() => setList(!isList)}>
          Turn
        </button>
        <button type="button" onClick={() => void create({ title: "New", content: "Words" })}>
          Make
        </button>
        {isList && <List />}
      </>
    );
  }
  function List() {
    const { posts } = usePosts();
    return <p>{posts ? `Posts: ${posts.map(({ title }) => title).join(", ")}` : "Loading"}</p>;
  }
  const press = (name: string) => act(async () => screen.getByRole("button", { name }).click());

  test("is never shown as it was before a post was made", async () => {
    await store("Old");
    show(<Switch />);
    await screen.findByText("Posts: Old");
    await press("Turn");
    await press("Make");
    await waitFor(() => expect(server.requests.filter(isWrite)).toHaveLength(1));
    await act(async () => {});
    server.gate = () => new Promise(() => {});
    await press("Turn");
    expect(screen.queryByText("Posts: Old")).toBeNull();
  });

  test("is asked for again at once, although the same was asked for a moment ago", async () => {
    await store("Old");
    show(<Switch />);
    await screen.findByText("Posts: Old");
    await press("Turn");
    await press("Make");
    await waitFor(() => expect(server.requests.filter(isWrite)).toHaveLength(1));
    await press("Turn");
    expect(await screen.findByText("Posts: New, Old")).toBeVisible();
  });

  test("is right when it comes on screen while the post is on its way", async () => {
    await store("Old");
    show(<Switch />);
    await screen.findByText("Posts: Old");
    await press("Turn");
    const door = latch();
    server.gate = (request) => (isWrite(request) ? door.promise : undefined);
    await press("Make");
    await press("Turn");
    await screen.findByText("Posts: Old");
    await door.open();
    expect(await screen.findByText("Posts: New, Old")).toBeVisible();
  });
});

describe("a changed post", () => {
  test("is changed on its page and in the list before the server has answered", async () => {
    await store("Before");
    const { now, titles } = await ready();
    server.gate = (request) => (isWrite(request) ? new Promise(() => {}) : undefined);
    act(() => void now().change({ title: "After" }));
    await waitFor(() => expect(titles()).toEqual(["After"]));
    expect(now().page.data).toMatchObject({ title: "After" });
  });

  test("ends as the server has stored it", async () => {
    await store("Before");
    const { now, titles } = await ready();
    await act(() => now().change({ title: "  After  " }));
    await waitFor(() => expect(titles()).toEqual(["After"]));
    expect(now().page.data).toMatchObject({ title: "After", version: 2, slug: "after" });
  });

  test("is as it was when the server refuses", async () => {
    await store("Before");
    const { now, titles } = await ready();
    server.gate = (request) => (isWrite(request) ? refused() : undefined);
    await act(() => expect(now().change({ title: "After" })).rejects.toMatchObject({ status: 503 }));
    await waitFor(() => expect(titles()).toEqual(["Before"]));
    expect(now().page.data?.title).toBe("Before");
  });
});

describe("a removed post", () => {
  test("leaves the list before the server has answered", async () => {
    await store("First");
    await store("Second");
    const { now, titles } = await ready();
    server.gate = (request) => (isWrite(request) ? new Promise(() => {}) : undefined);
    act(() => void now().remove());
    await waitFor(() => expect(titles()).toEqual(["Second"]));
  });

  test("leaves whichever page of a list it is on", async () => {
    await store("Older");
    await store("Newer");
    const { result } = runHook(() => {
      const first = usePosts({ limit: 1 });
      return {
        first,
        second: usePosts({ limit: 1, after: first.next }),
        remove: useDeletePost({ id: "1", title: "Deleted" }),
      };
    }, {});
    await waitFor(() => expect(result.current.second.posts).toMatchObject([{ title: "Older" }]));
    server.gate = (request) => (isWrite(request) ? new Promise(() => {}) : undefined);
    act(() => void result.current.remove());
    await waitFor(() => expect(result.current.second.posts).toEqual([]));
    expect(result.current.first.posts).toMatchObject([{ title: "Newer" }]);
  });

  test("comes back when the server refuses", async () => {
    await store("First");
    const { now, titles } = await ready();
    server.gate = (request) => (isWrite(request) ? refused() : undefined);
    await act(() => expect(now().remove()).rejects.toMatchObject({ status: 503 }));
    await waitFor(() => expect(titles()).toEqual(["First"]));
  });
});

describe("a list whose query changes", () => {
  const search = (q: string) => runHook((query: { q: string }) => usePosts(query), { q });

  test("keeps the posts before, marked as stale, until the answer is there", async () => {
    await store("Apple");
    await store("Pear");
    const { result, rerender } = search("apple");
    await waitFor(() => expect(result.current.posts).toHaveLength(1));
    const door = latch();
    server.gate = () => door.promise;
    rerender({ q: "pear" });
    expect(result.current).toMatchObject({ isStale: true, posts: [{ title: "Apple" }] });
    await door.open();
    await waitFor(() => expect(result.current).toMatchObject({ isStale: false, posts: [{ title: "Pear" }] }));
  });

  test("does not show an answer that comes after its question was changed", async () => {
    await store("Apple");
    await store("Pear");
    const slow = latch();
    server.gate = ({ path }) => (path.includes("apple") ? slow.promise : undefined);
    const { result, rerender } = search("apple");
    rerender({ q: "pear" });
    await waitFor(() => expect(result.current.posts).toMatchObject([{ title: "Pear" }]));
    await slow.open();
    expect(result.current).toMatchObject({ isStale: false, posts: [{ title: "Pear" }] });
  });
});

test("what came with the page is shown without being marked as stale", async () => {
  server.gate = () => new Promise(() => {});
  const { result } = runHook(() => usePosts(), {}, { fallback: { [summariesPath()]: { items: [] } } });
  expect(result.current).toMatchObject({ posts: [], isStale: false });
});

test("a post that is not there is an error with its status", async () => {
  const { result } = runHook(() => usePost("7"), {});
  await waitFor(() => expect(result.current.error).toMatchObject({ status: 404, message: "Post not found" }));
  expect(server.requests).toEqual([{ method: "GET", path: readingPath("7") }]);
});

test("a server that cannot be reached is an error with status 0", async () => {
  server.gate = () => Promise.reject(new TypeError("Failed to fetch"));
  const { result } = runHook(() => usePosts(), {});
  await waitFor(() => expect(result.current.error).toMatchObject({ status: 0 }));
});
