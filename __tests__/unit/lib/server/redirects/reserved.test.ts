import { globSync, readdirSync } from "node:fs";
import { isReserved } from "#lib/server/redirects/reserved";
import nextConfig from "../../../../../next.config.js";

const PAGES = globSync("pages/**/*.{ts,tsx}")
  .map((file) => `/${file.slice("pages/".length).replace(/\.tsx?$/, "")}`.replace(/\/index$/, "") || "/")
  .filter((page) => !/^\/_/.test(page) && page !== "/[...path]")
  .map((page) =>
    page
      .replace(/\/\[\[.*/, "")
      .replace("[...path]", "x")
      .replace("[id]", "7")
      .replace(/\[\w+\]/, "x"),
  );

test.each(PAGES)("the page %s — reserved", (page) => {
  expect(isReserved(page)).toBe(true);
  expect(isReserved(`${page === "/" ? "/blog" : page}?a=b`)).toBe(true);
});

test.each(readdirSync("public").map((name) => `/${name}`))("the file %s — reserved", (file) => {
  expect(isReserved(file)).toBe(true);
});

test("the rewrites and redirects of next.config.js — reserved", async () => {
  const rewrites = Object.values((await nextConfig.rewrites?.()) ?? {}).flat() as { source: string }[];
  const redirects = (await nextConfig.redirects?.()) ?? [];
  const sources = [...rewrites, ...redirects].map(({ source }) => source);
  expect(sources.length).toBeGreaterThan(10);
  const paths = sources.map((source) => source.replace(":id(\\d+)", "7").replace(":part", "1"));
  expect(paths.filter((path) => !isReserved(path))).toEqual([]);
});

test.each([
  "/blog/7",
  "/blog/7/hello",
  "/blog/7.md",
  "/blog/hello/edit",
  "/_next/data/x.json",
  "/api/none",
  "/docs/none",
])("%s — reserved", (path) => {
  expect(isReserved(path)).toBe(true);
});

test.each([
  "/?p=123",
  "/2019/05/hello.html",
  "/blog/hello",
  "/blog/hello/world",
  "/blog/2019/05/hello",
  "/about.html",
  "/blogs",
  "/apidocs",
  "/wp-content/uploads/a.png",
])("%s — free", (path) => {
  expect(isReserved(path)).toBe(false);
});
