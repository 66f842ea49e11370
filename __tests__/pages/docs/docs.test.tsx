import { fireEvent, screen, within } from "@testing-library/react";
import type { GetServerSideProps, GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import type { ComponentType } from "react";
import { problemTypes } from "#lib/shared/problems";
import { withHandlers } from "#support/handlers";
import { show } from "#support/render";
import GuidePage, { getServerSideProps as guideProps } from "../../../pages/docs/[[...slug]]";
import ApiPage, { getServerSideProps as apiProps } from "../../../pages/docs/api";
import ErrorsPage, { getServerSideProps as errorsProps } from "../../../pages/docs/errors";

withHandlers();

function load<P extends object>(getProps: GetServerSideProps<P>, slug?: string[]) {
  const { req, res } = createMocks();
  return getProps({ req, res, params: { slug } } as unknown as GetServerSidePropsContext);
}

async function open<P extends object>(Page: ComponentType<P>, getProps: GetServerSideProps<P>, slug?: string[]) {
  const found = (await load(getProps, slug)) as { props: P };
  // Next sends the props as JSON, which undefined does not survive.
  expect(found.props).toStrictEqual(JSON.parse(JSON.stringify(found.props)));
  return show(<Page {...found.props} />);
}

describe("guide pages", () => {
  test("getServerSideProps — no page of the guide — notFound", async () => {
    expect(await load(guideProps, ["nothing"])).toEqual({ notFound: true });
  });

  test("a page — its Markdown as HTML", async () => {
    await open(GuidePage, guideProps, ["http"]);
    expect(screen.getByRole("heading", { level: 1, name: "Use the API" })).toBeVisible();
    expect(screen.getByRole("heading", { level: 2, name: "Search" })).toHaveAttribute("id", "search");
    expect(screen.getByRole("link", { name: "trash" })).toHaveAttribute("href", "/docs/writing#trash");
  });
});

describe("/docs/errors", () => {
  test.each(Object.entries(problemTypes))("%s — explained at its anchor", async (type, { status, title }) => {
    const { container } = await open(ErrorsPage, errorsProps);
    const heading = container.querySelector(`[id="${type}"]`);
    expect(heading).toHaveTextContent(title);
    expect(heading?.parentElement).toHaveTextContent(String(status));
    expect(heading?.parentElement?.querySelector("p:last-child")?.textContent).toMatch(/.{15}/);
  });
});

describe("/docs/api", () => {
  test("an operation — parameters, body and responses at its anchor", async () => {
    const { container } = await open(ApiPage, apiProps);
    const heading = container.querySelector("#createPost");
    expect(heading).toHaveTextContent("Create a post");
    const operation = within(heading?.parentElement as HTMLElement);
    expect(operation.getByText("POST").parentElement).toHaveTextContent("POST /api/posts");
    expect(operation.getAllByRole("term").map(({ textContent }) => textContent)).toEqual(
      expect.arrayContaining(["Idempotency-Key ", "title required", "tags ", "201"]),
    );
    expect(operation.getByRole("link", { name: "key-reused" })).toHaveAttribute("href", "/docs/errors#key-reused");
  });

  test("internal links resolve, ids are unique", async () => {
    const { container } = await open(ApiPage, apiProps);
    const ids = [...container.querySelectorAll("[id]")].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const hrefs = [...container.querySelectorAll("a[href^='#']")].map((link) => link.getAttribute("href")?.slice(1));
    expect(hrefs.length).toBeGreaterThan(50);
    for (const href of hrefs) expect(ids).toContain(href);
  });

  test("API key — shared by all request forms", async () => {
    const { container } = await open(ApiPage, apiProps);
    const keys = [...container.querySelectorAll<HTMLInputElement>("input[name=key]")];
    expect(keys).toHaveLength(container.querySelectorAll("form").length);
    fireEvent.change(keys[0] as HTMLInputElement, { target: { value: "a key" } });
    expect(new Set(keys.map(({ value }) => value))).toEqual(new Set(["a key"]));
  });
});
