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

/** What is in the text field. */
let content: string | undefined = "";
const open = (start = { html: "", content: "" }) => runHook(() => usePreview(start, () => content), {}).result;
const write = (preview: ReturnType<typeof open>, text: string) =>
  act(() => {
    content = text;
    preview.current.show();
  });
const pause = () => act(async () => void (await jest.runAllTimersAsync()));

test("usePreview — typing, then a pause — one request", async () => {
  const preview = open();
  for (const text of ["a", "ab", "abc"]) write(preview, text);
  expect(preview.current.isStale).toBe(true);
  await pause();
  expect(previewPost.mock.calls).toEqual([["abc"]]);
  expect(preview.current).toMatchObject({ html: "<p>abc</p>", isStale: false });
});

test("usePreview — text changes during a request — one request at a time, and only the newest text is shown", async () => {
  const late = Promise.withResolvers<ReturnType<typeof rendered>>();
  previewPost.mockImplementationOnce(() => late.promise);
  const preview = open();
  write(preview, "old");
  await pause();
  for (const text of ["newer", "new"]) {
    write(preview, text);
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
  write(preview, "old");
  await pause();
  write(preview, "");
  await act(async () => late.resolve(rendered("<p>old</p>")));
  await pause();
  expect(preview.current).toMatchObject({ html: "", isStale: false });
  expect(previewPost).toHaveBeenCalledTimes(1);
  write(preview, "old");
  await pause();
  expect(preview.current).toMatchObject({ html: "<p>old</p>", isStale: false });
});

test("usePreview — editor closed during a request — no further request", async () => {
  const late = Promise.withResolvers<ReturnType<typeof rendered>>();
  previewPost.mockImplementationOnce(() => late.promise);
  const { result, unmount } = runHook(() => usePreview({ html: "", content: "" }, () => content), {});
  write(result, "old");
  await pause();
  write(result, "new");
  unmount();
  await act(async () => late.resolve(rendered("<p>old</p>")));
  await pause();
  expect(previewPost).toHaveBeenCalledTimes(1);
});

test("usePreview — typing while the preview is stale — does not render the editor", () => {
  let renders = 0;
  const { result } = runHook(() => {
    renders++;
    return usePreview({ html: "", content: "" }, () => content);
  }, {});
  write(result, "a");
  const before = renders;
  for (const text of ["ab", "abc", "abcd"]) write(result, text);
  // React renders once more before it finds that nothing has changed.
  expect(renders - before).toBeLessThanOrEqual(1);
});

test("usePreview — empty text — no request", async () => {
  const preview = open();
  write(preview, "a");
  write(preview, " ");
  await pause();
  expect(previewPost).not.toHaveBeenCalled();
  expect(preview.current).toMatchObject({ html: "", isStale: false });
});

test("usePreview — 503 — error, the former preview stays, and the next change requests again", async () => {
  const preview = open();
  write(preview, "a");
  await pause();
  previewPost.mockRejectedValueOnce(new ApiError(503, { title: "Unavailable" }));
  write(preview, "ab");
  await pause();
  expect(preview.current).toMatchObject({ html: "<p>a</p>", error: "Unavailable", isStale: false });
  write(preview, "ab");
  await pause();
  expect(preview.current).toMatchObject({ html: "<p>ab</p>", error: undefined });
});

test("usePreview — a preview that nobody sees — requested once it is shown", async () => {
  const preview = open();
  write(preview, "a");
  content = undefined;
  await pause();
  expect(previewPost).not.toHaveBeenCalled();
  write(preview, "ab");
  await pause();
  expect(previewPost.mock.calls).toEqual([["ab"]]);
});

test("usePreview — the text that the page was rendered with — no request", async () => {
  const preview = open({ html: "<p>a</p>", content: "a" });
  write(preview, "a");
  await pause();
  expect(previewPost).not.toHaveBeenCalled();
  expect(preview.current).toMatchObject({ html: "<p>a</p>", isStale: false });
});
