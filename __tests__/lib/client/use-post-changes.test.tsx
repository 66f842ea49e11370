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

/** A promise that the test resolves. */
function latch() {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return { promise, open: () => act(async () => resolve(undefined)) };
}

const store = (title: string) => createPost(server.db, { title, content: "Words" });
const isWrite = ({ method }: { method: string }) => method !== "GET";
const unavailable = async () => ({ status: 503, body: { title: "Service Unavailable" } });

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
  // SWR rerenders only for values that were read during rendering, before the test reads them.
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

describe("useCreatePost", () => {
  test("request in flight — the post is in the list as pending, then with the id of the response", async () => {
    await store("Old");
    const { now, titles } = await ready();
    const gate = latch();
    server.gate = (request) => (isWrite(request) ? gate.promise : undefined);
    let saving: Promise<unknown> = Promise.resolve();
    act(() => {
      saving = now().create({ title: "New", content: "Words" });
    });
    await waitFor(() => expect(titles()).toEqual(["New", "Old"]));
    expect(now().list.posts?.[0]?.id).toBe(PENDING_ID);
    await gate.open();
    await act(() => saving);
    await waitFor(() => expect(now().list.posts?.[0]?.id).toBe("2"));
    expect(titles()).toEqual(["New", "Old"]);
  });

  test("503 — the post leaves the list", async () => {
    await store("Old");
    const { now, titles } = await ready();
    const gate = latch();
    server.gate = (request) => (isWrite(request) ? gate.promise.then(unavailable) : undefined);
    let saving: Promise<unknown> = Promise.resolve();
    act(() => {
      saving = now().create({ title: "New", content: "Words" });
    });
    await waitFor(() => expect(titles()).toEqual(["New", "Old"]));
    const refusal = expect(saving).rejects.toMatchObject({ status: 503, message: "Service Unavailable" });
    await gate.open();
    await refusal;
    await waitFor(() => expect(titles()).toEqual(["Old"]));
  });

  test("a list from the fallback, not fetched yet — contains the pending post", async () => {
    const fallback = { ...(await store("From the page")), id: "1", title: "From the page" };
    server.gate = () => new Promise(() => {});
    const { result } = runHook(useEverything, {}, { fallback: { [summariesPath()]: { items: [fallback] } } });
    act(() => void result.current.create({ title: "New", content: "Words" }));
    await waitFor(() => expect(result.current.list.posts?.map(({ title }) => title)).toEqual(["New", "From the page"]));
  });

  test("a search — does not contain the pending post", async () => {
    const { result } = runHook(() => ({ list: usePosts({ q: "zebra" }), create: useCreate() }), {});
    await waitFor(() => expect(result.current.list.posts).toEqual([]));
    server.gate = () => new Promise(() => {});
    act(() => void result.current.create({ title: "New", content: "Words" }));
    await act(async () => {});
    expect(result.current.list.posts).toEqual([]);
  });
});

describe("useCreatePost — a list that is not mounted", () => {
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

  test("mounted after the create — never shows the list from before", async () => {
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

  test("mounted after the create — refetched at once in spite of SWR's deduplication", async () => {
    await store("Old");
    show(<Switch />);
    await screen.findByText("Posts: Old");
    await press("Turn");
    await press("Make");
    await waitFor(() => expect(server.requests.filter(isWrite)).toHaveLength(1));
    await press("Turn");
    expect(await screen.findByText("Posts: New, Old")).toBeVisible();
  });

  test("mounted while the create is in flight — shows the post once it is stored", async () => {
    await store("Old");
    show(<Switch />);
    await screen.findByText("Posts: Old");
    await press("Turn");
    const gate = latch();
    server.gate = (request) => (isWrite(request) ? gate.promise : undefined);
    await press("Make");
    await press("Turn");
    await screen.findByText("Posts: Old");
    await gate.open();
    expect(await screen.findByText("Posts: New, Old")).toBeVisible();
  });
});

describe("useUpdatePost", () => {
  test("request in flight — page and list show the change", async () => {
    await store("Before");
    const { now, titles } = await ready();
    server.gate = (request) => (isWrite(request) ? new Promise(() => {}) : undefined);
    act(() => void now().change({ title: "After" }));
    await waitFor(() => expect(titles()).toEqual(["After"]));
    expect(now().page.data).toMatchObject({ title: "After" });
  });

  test("200 — page and list show the stored post", async () => {
    await store("Before");
    const { now, titles } = await ready();
    await act(() => now().change({ title: "  After  " }));
    await waitFor(() => expect(titles()).toEqual(["After"]));
    expect(now().page.data).toMatchObject({ title: "After", version: 2, slug: "after" });
  });

  test("503 — page and list show the post as before", async () => {
    await store("Before");
    const { now, titles } = await ready();
    server.gate = (request) => (isWrite(request) ? unavailable() : undefined);
    await act(() => expect(now().change({ title: "After" })).rejects.toMatchObject({ status: 503 }));
    await waitFor(() => expect(titles()).toEqual(["Before"]));
    expect(now().page.data?.title).toBe("Before");
  });
});

describe("useDeletePost", () => {
  test("request in flight — the post leaves the list", async () => {
    await store("First");
    await store("Second");
    const { now, titles } = await ready();
    server.gate = (request) => (isWrite(request) ? new Promise(() => {}) : undefined);
    act(() => void now().remove());
    await waitFor(() => expect(titles()).toEqual(["Second"]));
  });

  test("request in flight — the post leaves every page of a list", async () => {
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

  test("503 — the post is in the list again", async () => {
    await store("First");
    const { now, titles } = await ready();
    server.gate = (request) => (isWrite(request) ? unavailable() : undefined);
    await act(() => expect(now().remove()).rejects.toMatchObject({ status: 503 }));
    await waitFor(() => expect(titles()).toEqual(["First"]));
  });
});

describe("usePosts — the query changes", () => {
  const search = (q: string) => runHook((query: { q: string }) => usePosts(query), { q });

  test("request in flight — the former posts, isStale", async () => {
    await store("Apple");
    await store("Pear");
    const { result, rerender } = search("apple");
    await waitFor(() => expect(result.current.posts).toHaveLength(1));
    const gate = latch();
    server.gate = () => gate.promise;
    rerender({ q: "pear" });
    expect(result.current).toMatchObject({ isStale: true, posts: [{ title: "Apple" }] });
    await gate.open();
    await waitFor(() => expect(result.current).toMatchObject({ isStale: false, posts: [{ title: "Pear" }] }));
  });

  test("a late response to the former query — ignored", async () => {
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

test("usePosts — fallback — shown, not stale", async () => {
  server.gate = () => new Promise(() => {});
  const { result } = runHook(() => usePosts(), {}, { fallback: { [summariesPath()]: { items: [] } } });
  expect(result.current).toMatchObject({ posts: [], isStale: false });
});

test("usePost — 404 — an error with its status", async () => {
  const { result } = runHook(() => usePost("7"), {});
  await waitFor(() => expect(result.current.error).toMatchObject({ status: 404, message: "Post not found" }));
  expect(server.requests).toEqual([{ method: "GET", path: readingPath("7") }]);
});

test("usePosts — server unreachable — an error with status 0", async () => {
  server.gate = () => Promise.reject(new TypeError("Failed to fetch"));
  const { result } = runHook(() => usePosts(), {});
  await waitFor(() => expect(result.current.error).toMatchObject({ status: 0 }));
});
