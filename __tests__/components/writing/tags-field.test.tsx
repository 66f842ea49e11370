import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { TagsField } from "#components/writing/tags-field";
import { TAGS_PATH } from "#lib/shared/owner-paths";
import { show } from "#support/render";

const user = userEvent.setup();
const field = () => screen.getByRole("combobox", { name: "Tags" });
const options = () => screen.queryAllByRole("option").map(({ textContent }) => textContent);
const chosen = () => within(screen.getByRole("listbox")).queryByRole("option", { selected: true })?.textContent;

const TAGS = ["Travel", "Transit", "C++"].map((tag) => ({ tag, count: 1, slug: tag.toLowerCase() }));

function open(onSubmit = jest.fn((event: { preventDefault(): void }) => event.preventDefault())) {
  show(
    <form onSubmit={onSubmit}>
      <TagsField name="tags" label="Tags" error={undefined} />
    </form>,
    { fallback: { [TAGS_PATH]: TAGS } },
  );
  return onSubmit;
}

test("TagsField — typing — existing tags are suggested, and chosen with the keyboard", async () => {
  const onSubmit = open();
  expect(field()).toHaveAttribute("aria-expanded", "false");
  await user.type(field(), "food, tra");
  expect(field()).toHaveAttribute("aria-expanded", "true");
  expect(options()).toEqual(["Travel", "Transit"]);
  await user.keyboard("{ArrowDown}{ArrowDown}");
  expect(chosen()).toBe("Transit");
  expect(field()).toHaveAttribute("aria-activedescendant", screen.getByRole("option", { selected: true }).id);
  await user.keyboard("{ArrowUp}{Enter}");
  expect(field()).toHaveValue("food, Travel, ");
  expect(options()).toEqual([]);
  expect(onSubmit).not.toHaveBeenCalled();
});

test("TagsField — a suggestion is clicked — replaces what was typed, and the focus stays", async () => {
  open();
  await user.type(field(), "c");
  await user.click(screen.getByRole("option", { name: "C++" }));
  expect(field()).toHaveValue("C++, ");
  expect(field()).toHaveFocus();
});

test("TagsField — Escape closes the list; Enter without a choice submits the form", async () => {
  const onSubmit = open();
  await user.type(field(), "tra{Escape}");
  expect(options()).toEqual([]);
  expect(field()).toHaveValue("tra");
  await user.type(field(), "n{Enter}");
  expect(onSubmit).toHaveBeenCalledTimes(1);
  expect(field()).toHaveValue("tran");
});

test("TagsField — a tag that the field has — not suggested again", async () => {
  open();
  await user.type(field(), "travel, tra");
  expect(options()).toEqual(["Transit"]);
});
