import { act } from "@testing-library/react";
import { ApiError, api } from "#lib/client/api";
import { usePreview } from "#lib/client/use-preview";
import { runHook } from "#support/render";

const previewPost = jest.spyOn(api, "previewPost");
const rendered = (html: string) => ({ html, contents: [] });

beforeEach(() => {
  jest.useFakeTimers();
  previewPost.mockImplementation(async (content) => rendered(`<p>${content}</p>`));
});
afterEach(() => jest.useRealTimers());

const open = () => runHook(() => usePreview({ html: "", content: "" }), {}).result;
const pause = () => act(async () => void (await jest.runAllTimersAsync()));

test("usePreview — typing, then a pause — one request", async () => {
  const preview = open();
  for (const text of ["a", "ab", "abc"]) act(() => preview.current.show(text));
  expect(preview.current.isStale).toBe(true);
  await pause();
  expect(previewPost.mock.calls).toEqual([["abc"]]);
  expect(preview.current).toMatchObject({ html: "<p>abc</p>", isStale: false });
});

test("usePreview — text changes during a request — one request at a time, and only the newest text is shown", async () => {
  const late = Promise.withResolvers<ReturnType<typeof rendered>>();
  previewPost.mockImplementationOnce(() => late.promise);
  const preview = open();
  act(() => preview.current.show("old"));
  await pause();
  for (const text of ["newer", "new"]) {
    act(() => preview.current.show(text));
    await pause();
  }
  expect(previewPost.mock.calls).toEqual([["old"]]);
  await act(async () => late.resolve(rendered("<p>old</p>")));
  expect(preview.current).toMatchObject({ html: "", isStale: true });
  await pause();
  expect(previewPost.mock.calls).toEqual([["old"], ["new"]]);
  expect(preview.current).toMatchObject({ html: "<p>new</p>", isStale: false });
});

test("usePreview — text cleared during a request — its preview is not shown", async () => {
  const late = Promise.withResolvers<ReturnType<typeof rendered>>();
  previewPost.mockImplementationOnce(() => late.promise);
  const preview = open();
  act(() => preview.current.show("old"));
  await pause();
  act(() => preview.current.show(""));
  await act(async () => late.resolve(rendered("<p>old</p>")));
  await pause();
  expect(preview.current).toMatchObject({ html: "", isStale: false });
  expect(previewPost).toHaveBeenCalledTimes(1);
  act(() => preview.current.show("old"));
  await pause();
  expect(preview.current).toMatchObject({ html: "<p>old</p>", isStale: false });
});

test("usePreview — editor closed during a request — no further request", async () => {
  const late = Promise.withResolvers<ReturnType<typeof rendered>>();
  previewPost.mockImplementationOnce(() => late.promise);
  const { result, unmount } = runHook(() => usePreview({ html: "", content: "" }), {});
  act(() => result.current.show("old"));
  await pause();
  act(() => result.current.show("new"));
  unmount();
  await act(async () => late.resolve(rendered("<p>old</p>")));
  await pause();
  expect(previewPost).toHaveBeenCalledTimes(1);
});

test("usePreview — typing while the preview is stale — does not render the editor", () => {
  let renders = 0;
  const { result } = runHook(() => {
    renders++;
    return usePreview({ html: "", content: "" });
  }, {});
  act(() => result.current.show("a"));
  const before = renders;
  for (const text of ["ab", "abc", "abcd"]) act(() => result.current.show(text));
  // React renders once more before it finds that nothing has changed.
  expect(renders - before).toBeLessThanOrEqual(1);
});

test("usePreview — empty text — no request", async () => {
  const preview = open();
  act(() => preview.current.show("a"));
  act(() => preview.current.show(" "));
  await pause();
  expect(previewPost).not.toHaveBeenCalled();
  expect(preview.current).toMatchObject({ html: "", isStale: false });
});

test("usePreview — 503 — error, the former preview stays, and the next change requests again", async () => {
  const preview = open();
  act(() => preview.current.show("a"));
  await pause();
  previewPost.mockRejectedValueOnce(new ApiError(503, { title: "Unavailable" }));
  act(() => preview.current.show("ab"));
  await pause();
  expect(preview.current).toMatchObject({ html: "<p>a</p>", error: "Unavailable", isStale: false });
  act(() => preview.current.show("ab"));
  await pause();
  expect(preview.current).toMatchObject({ html: "<p>ab</p>", error: undefined });
});
