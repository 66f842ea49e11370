import { aboutServer } from "#lib/client/about-server";
import { ApiError, api } from "#lib/client/api";
import { savePost } from "#lib/client/save-post";
import { aboutAsPost } from "#lib/shared/about-post";

const DRAFT = "0b1f3c9e-5d0a-4c7e-9a55-3f0f6a1c2d4e";
const CONDITION = { account: "olga", version: 1 };
const about = (content: string, version: number) => ({ content, version, updatedAt: "2026-11-22T09:30:00.000Z" });
const body = { title: "About", content: "Mine", excerpt: "", tags: [], status: "published" as const, autosave: DRAFT };

const save = () =>
  savePost(
    { draft: DRAFT, base: { id: "about", version: 1 }, body, sent: null },
    {
      create: () => Promise.reject(new Error("The text about the site is never created")),
      change: (id, text, version) => aboutServer.change(id, text, { ...CONDITION, version }),
      onSent: () => {},
    },
  );

test("aboutServer.change — the content, with the autosave, of this version and account — the text as a post", async () => {
  const put = jest.spyOn(api, "changeAbout").mockResolvedValue(about("Mine", 2));
  expect(await save()).toEqual({ kind: "saved", post: aboutAsPost(about("Mine", 2)) });
  expect(put.mock.calls).toEqual([[{ content: "Mine", autosave: DRAFT }, 1, { account: "olga" }]]);
});

test("aboutServer.change — 412 — a conflict with the current text as a post; with one's own text, saved", async () => {
  const put = jest.spyOn(api, "changeAbout");
  put.mockRejectedValueOnce(new ApiError(412, { current: about("Theirs", 2) }));
  expect(await save()).toMatchObject({ kind: "conflict", theirs: { id: "about", content: "Theirs", version: 2 } });
  put.mockRejectedValueOnce(new ApiError(412, { current: about("Mine", 2) }));
  expect(await save()).toMatchObject({ kind: "saved", post: { id: "about", version: 2 } });
});

test("aboutServer.change — other errors — as they are", async () => {
  const error = new ApiError(503, { title: "Not just now" });
  jest.spyOn(api, "changeAbout").mockRejectedValue(error);
  await expect(aboutServer.change("about", body, CONDITION)).rejects.toBe(error);
});
