import { act, fireEvent, screen } from "@testing-library/react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { SearchBar } from "#components/posts/search-bar";
import { show } from "#support/render";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const box = () => screen.getByLabelText("Search posts");
const type = (text: string) => fireEvent.change(box(), { target: { value: text } });
const pause = () => act(async () => jest.runAllTimers());

test("SearchBar — typing, then a pause — one search, trimmed", async () => {
  const onSearch = jest.fn();
  show(<SearchBar value="" onSearch={onSearch} />);
  type("har");
  type("harbour ");
  expect(onSearch).not.toHaveBeenCalled();
  await pause();
  expect(onSearch.mock.calls).toEqual([["harbour"]]);
});

test("SearchBar — Enter — searches at once, not again after the pause", async () => {
  const onSearch = jest.fn();
  show(<SearchBar value="" onSearch={onSearch} />);
  type("harbour");
  fireEvent.submit(box());
  expect(onSearch.mock.calls).toEqual([["harbour"]]);
  await pause();
  expect(onSearch).toHaveBeenCalledTimes(1);
});

test("SearchBar — cleared — searches for the empty text", async () => {
  const onSearch = jest.fn();
  show(<SearchBar value="harbour" onSearch={onSearch} />);
  type("");
  await pause();
  expect(onSearch.mock.calls).toEqual([[""]]);
});

test("SearchBar — `value` changes (Back, Forward) — input changes, no search", async () => {
  const onSearch = jest.fn();
  const { rerender } = show(<SearchBar value="harbour" onSearch={onSearch} />);
  rerender(<SearchBar value="bread" onSearch={onSearch} />);
  await pause();
  expect(box()).toHaveValue("bread");
  expect(onSearch).not.toHaveBeenCalled();
});

test("SearchBar — late `value` of an earlier search — typed text stays", async () => {
  const onSearch = jest.fn();
  const { rerender } = show(<SearchBar value="" onSearch={onSearch} />);
  type("har");
  await pause();
  type("harb");
  await pause();
  rerender(<SearchBar value="har" onSearch={onSearch} />);
  expect(box()).toHaveValue("harb");
});

test("SearchBar — without JavaScript — GET form to /blog", () => {
  show(<SearchBar value="" onSearch={() => {}} />);
  const form = box().closest("form");
  expect(form).toHaveAttribute("action", "/blog");
  expect(form?.method).toBe("get");
  expect(box()).toHaveAttribute("name", "q");
});

test("SearchBar — IME composition — no search during it, one after it", async () => {
  const onSearch = jest.fn();
  show(<SearchBar value="" onSearch={onSearch} />);
  fireEvent.compositionStart(box());
  for (const text of ["ㅎ", "하", "한"]) {
    type(text);
    await pause();
  }
  fireEvent.submit(box());
  expect(onSearch).not.toHaveBeenCalled();
  fireEvent.compositionEnd(box());
  await pause();
  expect(onSearch.mock.calls).toEqual([["한"]]);
});

test("SearchBar — composition without a change — no search", async () => {
  const onSearch = jest.fn();
  show(<SearchBar value="harbour" onSearch={onSearch} />);
  fireEvent.compositionStart(box());
  type("harbour ㅎ");
  await pause();
  type("harbour");
  fireEvent.compositionEnd(box());
  await pause();
  expect(onSearch).not.toHaveBeenCalled();
});

test("SearchBar — typed before hydration — searched", async () => {
  const onSearch = jest.fn();
  const bar = <SearchBar value="" onSearch={onSearch} />;
  const container = document.body.appendChild(document.createElement("div"));
  container.innerHTML = renderToString(bar);
  container.querySelector("input")?.setRangeText("harbour");
  await act(async () => hydrateRoot(container, bar));
  await pause();
  expect(onSearch.mock.calls).toEqual([["harbour"]]);
});
