import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useRef } from "react";
import { editByKey, Toolbar } from "#components/writing/toolbar";
import { show } from "#support/render";

const user = userEvent.setup();
const box = () => screen.getByRole<HTMLTextAreaElement>("textbox");
const tool = (name: string) => screen.getByRole("button", { name });

function Writing() {
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <>
      <Toolbar field={field} onImages={() => {}} />
      <textarea ref={field} defaultValue="one two" onKeyDown={editByKey} />
    </>
  );
}

function open() {
  show(<Writing />);
  box().setSelectionRange(4, 7);
}
const chosen = () => box().value.slice(box().selectionStart, box().selectionEnd);

test("Toolbar — button — changes the selection, content focused", async () => {
  open();
  await user.click(tool("Bold"));
  expect(box()).toHaveValue("one **two**");
  expect(chosen()).toBe("two");
  expect(box()).toHaveFocus();
});

test("Toolbar — same button again — removes the markup", async () => {
  open();
  await user.click(tool("Bold"));
  await user.click(tool("Bold"));
  expect(box()).toHaveValue("one two");
});

test.each([
  ["b", "one **two**"],
  ["i", "one *two*"],
  ["k", "one [two](https://)"],
  ["e", "one `two`"],
])("Toolbar — Ctrl+%s — the same", (key, text) => {
  open();
  expect(fireEvent.keyDown(box(), { key, ctrlKey: true })).toBe(false);
  expect(box()).toHaveValue(text);
});

test.each([
  ["Digit2", "## one two"],
  ["Digit7", "1. one two"],
  ["Digit8", "- one two"],
  ["Digit9", "> one two"],
])("Toolbar — Ctrl+Shift+%s on any keyboard layout — the same", (code, text) => {
  open();
  fireEvent.keyDown(box(), { key: "?", code, ctrlKey: true, shiftKey: true });
  expect(box()).toHaveValue(text);
});

test.each([{ key: "b" }, { key: "b", ctrlKey: true, altKey: true }, { key: "z", ctrlKey: true }])(
  "Toolbar — %j — left to the browser",
  (init) => {
    open();
    expect(fireEvent.keyDown(box(), init)).toBe(true);
    expect(box()).toHaveValue("one two");
  },
);

test("Toolbar — one tab stop, arrow keys move within", async () => {
  open();
  await user.tab();
  expect(tool("Bold")).toHaveFocus();
  await user.keyboard("{ArrowRight}{ArrowRight}");
  expect(tool("Link")).toHaveFocus();
  await user.keyboard("{End}{ArrowRight}");
  expect(tool("Bold")).toHaveFocus();
  await user.keyboard("{ArrowLeft}");
  expect(tool("Image")).toHaveFocus();
  await user.tab();
  expect(box()).toHaveFocus();
  await user.tab({ shift: true });
  expect(tool("Image")).toHaveFocus();
});
