import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { themeSwitchHtml } from "#components/site/theme-switch";
import { show } from "#support/render";

const root = document.documentElement;

// jsdom has none.
Object.assign(window, {
  PerformanceObserver: class {
    observe() {}
  },
});

beforeEach(() => {
  delete root.dataset.theme;
  localStorage.clear();
});

function Page() {
  return <div dangerouslySetInnerHTML={{ __html: themeSwitchHtml() }} />;
}

/** Runs the script of every page's head, and shows the radio buttons. */
async function open() {
  jest.resetModules();
  await import("../../../public/head.js");
  show(<Page />);
  document.dispatchEvent(new Event("DOMContentLoaded"));
}

/** Runs the script that the first choice has loaded. */
async function runLoaded() {
  expect(document.head.querySelector("[src='/choose-theme.js']")).not.toBeNull();
  await import("../../../public/choose-theme.js");
}

test("choose-theme.js — choice — applied and stored", async () => {
  await open();
  expect(screen.getByRole("radio", { name: "system" })).toBeChecked();
  await userEvent.click(screen.getByRole("radio", { name: "dark" }));
  await runLoaded();
  expect(root.dataset.theme).toBe("dark");
  expect(localStorage.getItem("theme")).toBe("dark");
  await userEvent.click(screen.getByRole("radio", { name: "system" }));
  expect(root.dataset.theme).toBeUndefined();
  expect(localStorage.getItem("theme")).toBeNull();
});

test("head.js — stored choice — applied, and checked", async () => {
  localStorage.setItem("theme", "light");
  await open();
  expect(root.dataset.theme).toBe("light");
  expect(screen.getByRole("radio", { name: "light" })).toBeChecked();
});

test("head.js — stored text that is no theme — the system's", async () => {
  localStorage.setItem("theme", "x] *");
  await open();
  expect(root.dataset.theme).toBeUndefined();
  expect(screen.getByRole("radio", { name: "system" })).toBeChecked();
});
