import { act } from "@testing-library/react";
import { ApiError, api } from "#lib/client/api";
import { usePreview } from "#lib/client/use-preview";
import { runHook } from "#support/render";

const ask = jest.spyOn(api, "previewPost");
const made = (html: string) => ({ html, contents: [] });

beforeEach(() => {
  jest.useFakeTimers();
  ask.mockImplementation(async (content) => made(`<p>${content}</p>`));
});
afterEach(() => jest.useRealTimers());

const open = () => runHook(() => usePreview({ html: "", content: "" }), {}).result;
const pause = () => act(async () => void (await jest.runAllTimersAsync()));

test("a text is asked for once whoever writes it pauses", async () => {
  const preview = open();
  for (const text of ["a", "ab", "abc"]) act(() => preview.current.show(text));
  expect(preview.current.isStale).toBe(true);
  await pause();
  expect(ask.mock.calls).toEqual([["abc"]]);
  expect(preview.current).toMatchObject({ html: "<p>abc</p>", isStale: false });
});

test("a text that changes while a preview is requested — one request at a time, and only the newest text is shown", async () => {
  const late = Promise.withResolvers<ReturnType<typeof made>>();
  ask.mockImplementationOnce(() => late.promise);
  const preview = open();
  act(() => preview.current.show("old"));
  await pause();
  for (const text of ["newer", "new"]) {
    act(() => preview.current.show(text));
    await pause();
  }
  expect(ask.mock.calls).toEqual([["old"]]);
  await act(async () => late.resolve(made("<p>old</p>")));
  expect(preview.current).toMatchObject({ html: "", isStale: true });
  await pause();
  expect(ask.mock.calls).toEqual([["old"], ["new"]]);
  expect(preview.current).toMatchObject({ html: "<p>new</p>", isStale: false });
});

test("a text that is cleared while a preview is requested — its preview is not shown", async () => {
  const late = Promise.withResolvers<ReturnType<typeof made>>();
  ask.mockImplementationOnce(() => late.promise);
  const preview = open();
  act(() => preview.current.show("old"));
  await pause();
  act(() => preview.current.show(""));
  await act(async () => late.resolve(made("<p>old</p>")));
  await pause();
  expect(preview.current).toMatchObject({ html: "", isStale: false });
  expect(ask).toHaveBeenCalledTimes(1);
  act(() => preview.current.show("old"));
  await pause();
  expect(preview.current).toMatchObject({ html: "<p>old</p>", isStale: false });
});

test("an editor that is closed while a preview is requested — nothing more is requested", async () => {
  const late = Promise.withResolvers<ReturnType<typeof made>>();
  ask.mockImplementationOnce(() => late.promise);
  const { result, unmount } = runHook(() => usePreview({ html: "", content: "" }), {});
  act(() => result.current.show("old"));
  await pause();
  act(() => result.current.show("new"));
  unmount();
  await act(async () => late.resolve(made("<p>old</p>")));
  await pause();
  expect(ask).toHaveBeenCalledTimes(1);
});

test("typing while the preview is stale — does not render the editor", () => {
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

test("an empty text is not asked for", async () => {
  const preview = open();
  act(() => preview.current.show("a"));
  act(() => preview.current.show(" "));
  await pause();
  expect(ask).not.toHaveBeenCalled();
  expect(preview.current).toMatchObject({ html: "", isStale: false });
});

test("a error is said, what was there stays, and the next change asks again", async () => {
  const preview = open();
  act(() => preview.current.show("a"));
  await pause();
  ask.mockRejectedValueOnce(new ApiError(503, { title: "Away" }));
  act(() => preview.current.show("ab"));
  await pause();
  expect(preview.current).toMatchObject({ html: "<p>a</p>", error: "Away", isStale: false });
  act(() => preview.current.show("ab"));
  await pause();
  expect(preview.current).toMatchObject({ html: "<p>ab</p>", error: undefined });
});
