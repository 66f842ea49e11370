import { ApiError } from "#lib/client/api-error";
import { type SaveApi, type SaveRequest, savePost } from "#lib/client/save-post";
import type { NewPost, Post } from "#lib/shared/posts";

const body = (content: string): NewPost => ({ title: "A title", content, tags: ["one"] });

/** A server with one post at most, which loses the responses that the test selects. */
function server(lost: ("create" | "change")[] = []) {
  let reply: Post | null = null;
  const state: { post: Post | null; key: string; creates: number; sent: (NewPost | null)[] } = {
    post: null,
    key: "",
    creates: 0,
    sent: [],
  };
  const lose = (kind: "create" | "change") => {
    const at = lost.indexOf(kind);
    if (at < 0) return;
    lost.splice(at, 1);
    throw new ApiError(0, {});
  };
  const api: SaveApi = {
    async create(text, key) {
      if (key !== state.key || !state.post) {
        state.creates++;
        state.key = key;
        state.post = { ...text, id: "3", version: 1 } as unknown as Post;
      }
      reply ??= state.post;
      lose("create");
      return reply;
    },
    async change(_id, text, version) {
      if (state.post?.version !== version) throw new ApiError(412, { current: { ...state.post } });
      state.post = { ...state.post, ...(text as object), version: version + 1 };
      lose("change");
      return state.post;
    },
    onSent: (sent) => void state.sent.push(sent),
  };
  return { state, api };
}

const request = (more: Partial<SaveRequest> = {}): SaveRequest => ({
  draft: "d",
  base: null,
  body: body("One"),
  sent: null,
  ...more,
});
const failing = (status: number, problem: object = {}): SaveApi => {
  const fail = () => Promise.reject(new ApiError(status, problem));
  return { create: fail, change: fail, onSent: () => {} };
};

describe("savePost", () => {
  test("a new post — created with the draft id as Idempotency-Key", async () => {
    const { api, state } = server();
    expect(await savePost(request(), api)).toMatchObject({ kind: "saved", post: { id: "3" } });
    expect([state.key, state.sent]).toEqual(["d", [body("One"), null]]);
  });

  test("response to a create lost, a word added, saved again — one post, with the word", async () => {
    const { api, state } = server(["create"]);
    expect(await savePost(request(), api)).toMatchObject({ kind: "unreachable" });
    const sent = state.sent.at(-1) ?? null;
    expect(sent).toEqual(body("One"));
    expect(await savePost(request({ body: body("One two"), sent }), api)).toMatchObject({ kind: "saved" });
    expect([state.creates, state.post?.content, state.sent.at(-1)]).toEqual([1, "One two", null]);
  });

  test("response to that change lost as well — a third try adopts the version", async () => {
    const { api, state } = server(["create", "change"]);
    await savePost(request(), api);
    const again = request({ body: body("One two"), sent: body("One") });
    expect(await savePost(again, api)).toMatchObject({ kind: "unreachable" });
    expect(await savePost(again, api)).toMatchObject({ kind: "saved", post: { content: "One two", version: 2 } });
    expect(state.creates).toBe(1);
  });

  test("response to a change lost, the same text sent again — saved without a conflict with itself", async () => {
    const { api, state } = server(["change"]);
    await savePost(request(), api);
    const change = request({ base: { id: "3", version: 1 }, body: body("New") });
    expect(await savePost(change, api)).toMatchObject({ kind: "unreachable" });
    expect(await savePost(change, api)).toMatchObject({ kind: "saved", post: { version: 2 } });
    expect(state.post?.content).toBe("New");
  });

  test("a draft of the same text was saved meanwhile — publishing it is a conflict, not a duplicate", async () => {
    const { api } = server();
    await savePost(request({ body: { ...body("One"), status: "draft" } }), api);
    const draft = { ...body("Two"), status: "draft" as const };
    await savePost(request({ base: { id: "3", version: 1 }, body: draft }), api);
    const publish = { ...body("Two"), status: "published" as const };
    const outcome = await savePost(request({ base: { id: "3", version: 1 }, body: publish }), api);
    expect(outcome).toMatchObject({ kind: "conflict" });
  });

  test("another text was saved meanwhile — a conflict with it", async () => {
    const { api } = server();
    await savePost(request(), api);
    await savePost(request({ base: { id: "3", version: 1 }, body: body("Theirs") }), api);
    const outcome = await savePost(request({ base: { id: "3", version: 1 }, body: body("Mine") }), api);
    expect(outcome).toMatchObject({ kind: "conflict", theirs: { content: "Theirs", version: 2 } });
  });

  test.each([
    [401, {}, "signed-out"],
    [404, {}, "deleted"],
    [422, { type: "/docs/errors#key-reused" }, "key-reused"],
    [409, { type: "/docs/errors#account-changed" }, "other-account"],
    [409, { type: "/docs/errors#request-in-progress" }, "unreachable"],
    [400, { fields: { title: ["Too long"] } }, "refused"],
    [413, {}, "refused"],
    [429, {}, "unreachable"],
    [503, {}, "unreachable"],
  ])("%i %o — %s", async (status, problem, kind) => {
    const base = { id: "3", version: 1 };
    expect(await savePost(request({ base }), failing(status, problem))).toMatchObject({ kind });
  });

  test("a create that was refused — its body is forgotten, so that a corrected one can be sent", async () => {
    const sent: (NewPost | null)[] = [];
    await savePost(request(), { ...failing(400), onSent: (text) => void sent.push(text) });
    expect(sent).toEqual([body("One"), null]);
  });
});
