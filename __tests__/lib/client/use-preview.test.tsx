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

test("an answer that comes after a newer one is dropped", async () => {
  const late = Promise.withResolvers<ReturnType<typeof made>>();
  ask.mockImplementationOnce(() => late.promise);
  const preview = open();
  act(() => preview.current.show("old"));
  await pause();
  act(() => preview.current.show("new"));
  await pause();
  await act(async () => late.resolve(made("<p>old</p>")));
  expect(preview.current.html).toBe("<p>new</p>");
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
