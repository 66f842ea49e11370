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

test("a pause in the typing asks once, for what is there then", async () => {
  const onSearch = jest.fn();
  show(<SearchBar value="" onSearch={onSearch} />);
  type("har");
  type("harbour ");
  expect(onSearch).not.toHaveBeenCalled();
  await pause();
  expect(onSearch.mock.calls).toEqual([["harbour"]]);
});

test("Enter asks at once, and the pause after it does not ask again", async () => {
  const onSearch = jest.fn();
  show(<SearchBar value="" onSearch={onSearch} />);
  type("harbour");
  fireEvent.submit(box());
  expect(onSearch.mock.calls).toEqual([["harbour"]]);
  await pause();
  expect(onSearch).toHaveBeenCalledTimes(1);
});

test("an empty box asks for everything", async () => {
  const onSearch = jest.fn();
  show(<SearchBar value="harbour" onSearch={onSearch} />);
  type("");
  await pause();
  expect(onSearch.mock.calls).toEqual([[""]]);
});

test("Back and Forward change what stands in the box", async () => {
  const onSearch = jest.fn();
  const { rerender } = show(<SearchBar value="harbour" onSearch={onSearch} />);
  rerender(<SearchBar value="bread" onSearch={onSearch} />);
  await pause();
  expect(box()).toHaveValue("bread");
  expect(onSearch).not.toHaveBeenCalled();
});

test("an address that comes late does not undo what was typed since", async () => {
  const onSearch = jest.fn();
  const { rerender } = show(<SearchBar value="" onSearch={onSearch} />);
  type("har");
  await pause();
  type("harb");
  await pause();
  rerender(<SearchBar value="har" onSearch={onSearch} />);
  expect(box()).toHaveValue("harb");
});

test("without JavaScript it is a form that leads to the list", () => {
  show(<SearchBar value="" onSearch={() => {}} />);
  const form = box().closest("form");
  expect(form).toHaveAttribute("action", "/blog");
  expect(form?.method).toBe("get");
  expect(box()).toHaveAttribute("name", "q");
});

test("SearchBar — while an input method composes — nothing is searched for, then once", async () => {
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

test("SearchBar — a composition that changes nothing — nothing is searched for", async () => {
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

test("what was typed before the page was at work is asked for", async () => {
  const onSearch = jest.fn();
  const bar = <SearchBar value="" onSearch={onSearch} />;
  const container = document.body.appendChild(document.createElement("div"));
  container.innerHTML = renderToString(bar);
  container.querySelector("input")?.setRangeText("harbour");
  await act(async () => hydrateRoot(container, bar));
  await pause();
  expect(onSearch.mock.calls).toEqual([["harbour"]]);
});
