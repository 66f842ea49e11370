import { act, screen } from "@testing-library/react";
import Router from "next/router";
import { Layout } from "#components/site/layout";
import { show } from "#support/render";

const arrive = (shallow: boolean) => act(async () => Router.events.emit("routeChangeComplete", "/about", { shallow }));

test("Layout — first link — skips to main", () => {
  show(<Layout>Text</Layout>);
  const [first] = screen.getAllByRole("link");
  expect(first).toHaveTextContent("Skip to the text");
  expect(first).toHaveAttribute("href", `#${screen.getByRole("main").id}`);
});

test("Layout — route change — main focused", async () => {
  show(<Layout>Text</Layout>);
  await arrive(false);
  expect(screen.getByRole("main")).toHaveFocus();
});

test("Layout — only the query changes — focus stays", async () => {
  show(
    <Layout>
      <input />
    </Layout>,
  );
  screen.getByRole("textbox").focus();
  await arrive(true);
  expect(screen.getByRole("textbox")).toHaveFocus();
});
