import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Secret } from "#components/ui/secret";
import { show } from "#support/render";

const open = () => show(<Secret label="The key" hint="Copy it now." value="octavo_secret" />);
const copy = () => screen.getByRole("button", { name: "Copy" });

test("Secret — focused, with the whole value", () => {
  open();
  expect(screen.getByLabelText("The key")).toHaveFocus();
  expect(screen.getByLabelText("The key")).toHaveValue("octavo_secret");
});

test("Secret — Copy — clipboard has the value, “Copied.”", async () => {
  const user = userEvent.setup();
  open();
  await user.click(copy());
  expect(await navigator.clipboard.readText()).toBe("octavo_secret");
  expect(screen.getByRole("status")).toHaveTextContent("Copied.");
});

test("Secret — Copy without clipboard permission — value selected", async () => {
  const user = userEvent.setup();
  open();
  jest.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("Forbidden"));
  await user.click(copy());
  const field = screen.getByLabelText<HTMLInputElement>("The key");
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, "octavo_secret".length]);
  expect(screen.getByRole("status")).toHaveTextContent("Selected");
});
