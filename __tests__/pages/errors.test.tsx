import { screen } from "@testing-library/react";
import type { ReactElement } from "react";
import { show } from "#support/render";
import ErrorPage from "../../pages/_error";
import NotFoundPage from "../../pages/404";
import ServerErrorPage from "../../pages/500";

test.each<[string, ReactElement, string]>([
  ["404", <NotFoundPage />, "/blog"],
  ["malformed path", <ErrorPage status={400} />, "/blog"],
  ["500", <ServerErrorPage />, "/"],
  ["rendering error in the browser", <ErrorPage status={500} />, "/"],
  ["database unavailable", <ErrorPage status={503} />, "/"],
])("error page: %s — links to go on", (_name, page, onward) => {
  show(page);
  expect(screen.getByRole("heading", { level: 1 })).toBeVisible();
  expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toContain(onward);
});

test("ServerErrorPage — “Try again” — reloads the URL", () => {
  show(<ServerErrorPage />);
  expect(screen.getByRole("button", { name: "Try again" })).toBeEnabled();
});
