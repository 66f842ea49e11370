import { screen } from "@testing-library/react";
import type { ReactElement } from "react";
import { show } from "#support/render";
import ErrorPage from "../../pages/_error";
import NotFoundPage from "../../pages/404";
import ServerErrorPage from "../../pages/500";

test.each<[string, ReactElement, string]>([
  ["a page that is not there", <NotFoundPage />, "/blog"],
  ["an address that cannot be read", <ErrorPage status={400} />, "/blog"],
  ["a server error", <ServerErrorPage />, "/"],
  ["a page that breaks in the browser", <ErrorPage status={500} />, "/"],
  ["a database that is away", <ErrorPage status={503} />, "/"],
])("%s leads on", (_name, page, onward) => {
  show(page);
  expect(screen.getByRole("heading", { level: 1 })).toBeVisible();
  expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toContain(onward);
});

test("the page of a server error — Try again — reloads the URL", () => {
  show(<ServerErrorPage />);
  expect(screen.getByRole("button", { name: "Try again" })).toBeEnabled();
});
