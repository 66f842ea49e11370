import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { ThemeSwitch } from "#components/site/theme-switch";
import { show } from "#support/render";

const root = document.documentElement;

beforeEach(() => {
  delete root.dataset.theme;
  localStorage.clear();
});

test("ThemeSwitch — choice — applied and stored", async () => {
  show(<ThemeSwitch />);
  await userEvent.click(screen.getByRole("radio", { name: "dark" }));
  expect(root.dataset.theme).toBe("dark");
  expect(localStorage.getItem("theme")).toBe("dark");
  expect(screen.getByRole("radio", { name: "dark" })).toBeChecked();
});

test("ThemeSwitch — system — stored choice removed", async () => {
  root.dataset.theme = "light";
  localStorage.setItem("theme", "light");
  show(<ThemeSwitch />);
  await userEvent.click(screen.getByRole("radio", { name: "system" }));
  expect(root.dataset.theme).toBeUndefined();
  expect(localStorage.getItem("theme")).toBeNull();
});

test("ThemeSwitch — theme set by the script in <head> — checked", () => {
  root.dataset.theme = "light";
  show(<ThemeSwitch />);
  expect(screen.getByRole("radio", { name: "light" })).toBeChecked();
});
