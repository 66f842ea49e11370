import { execFileSync } from "node:child_process";
import path from "node:path";
import { createContext, createElement, lazy, type ReactNode, Suspense, useContext, useId } from "react";
import react from "react-dom/server.node";
import { log } from "#lib/server/log";
import { createRenderOnce, inOneChunk, replacePageRenderer } from "#lib/server/next/page-renderer";

test("replacePageRenderer — Next's pages runtime — loads React's renderers for Node, and no other", () => {
  const program = `
    import { createRequire } from "node:module";
    import { replacePageRenderer } from "./lib/server/next/page-renderer.ts";
    const require = createRequire(import.meta.url);
    replacePageRenderer();
    require("next/dist/compiled/next-server/pages.runtime.prod.js");
    console.log(JSON.stringify(Object.keys(require.cache)));`;
  const args = ["--input-type=module", "--eval", program];
  const env = { ...process.env, NODE_ENV: "production" as const };
  const loaded: string[] = JSON.parse(execFileSync(process.execPath, args, { env, encoding: "utf8" }));
  const renderers = loaded.map((file) => path.basename(file)).filter((name) => name.startsWith("react-dom-server"));
  expect(renderers).toEqual(["react-dom-server-legacy.node.production.js", "react-dom-server.node.production.js"]);
});

test("replacePageRenderer — React has no renderer for Node — Next's own stays, one warning is logged", () => {
  const warn = jest.spyOn(log, "warn").mockImplementation();
  replacePageRenderer("react-dom/server.none");
  expect(warn).toHaveBeenCalledTimes(1);
  warn.mockRestore();
});

const NAMES = ["Zoë & Co.", "<b>bold</b>", "“quoted”", "🙂"];
const TITLE = createElement("title", null, "A <title>");
const LIST = createElement(
  "ul",
  null,
  NAMES.map((name) => createElement("li", { key: name, title: name }, name, " ", name.length)),
);
const IMAGE = createElement("img", { src: "/images/a.webp", srcSet: "/images/a.webp 1x", alt: "" });
const RAW = createElement("p", { dangerouslySetInnerHTML: { __html: "<em>raw</em>" } });
const WithId = () => createElement("label", { id: useId(), style: { color: "red" } });
/** Content that is not ready when rendering begins. */
const later = () => lazy(async () => ({ default: () => createElement("p", null, "later") }));
const waiting = () => createElement(Suspense, null, createElement(later()));

async function chunksOf(stream: ReadableStream<Uint8Array> & { allReady: Promise<unknown> }) {
  await stream.allReady;
  const chunks: string[] = [];
  for await (const chunk of stream) chunks.push(new TextDecoder().decode(chunk));
  return chunks;
}

test.each<[string, () => ReactNode, number]>([
  ["elements of every kind", () => [TITLE, LIST, IMAGE, RAW, createElement(WithId, { key: "id" })], 1],
  [
    "a whole document",
    () => createElement("html", null, createElement("head", null, TITLE), createElement("body", null, LIST)),
    1,
  ],
  ["text", () => "a & b", 1],
  ["nothing", () => null, 0],
])("renderToReadableStream — %s — the bytes of React's stream, in one chunk", async (_, make, count) => {
  const chunks = await chunksOf(await inOneChunk(react).renderToReadableStream(make()));
  expect(chunks).toHaveLength(count);
  const streamed = (await chunksOf(await react.renderToReadableStream(make()))).join("");
  // Next begins a document without a document type with one.
  expect(chunks.join("")).toBe(streamed.replace(/^<!DOCTYPE html>/, ""));
});

test("renderToReadableStream — content that is not ready — waits for it", async () => {
  const html = (await chunksOf(await inOneChunk(react).renderToReadableStream(waiting()))).join("");
  expect(html).toContain("<p>later</p>");
});

test("renderToReadableStream — a component that throws — rejects with its error", async () => {
  const Broken = () => {
    throw new Error("broken");
  };
  await expect(inOneChunk(react).renderToReadableStream(createElement(Broken))).rejects.toThrow("broken");
});

test("createRenderOnce — a key again — the same HTML, created once; inside a rendering too, whose contexts it does not see", () => {
  const renderOnce = createRenderOnce(react);
  const Name = createContext("default");
  const create = jest.fn(() => createElement(() => createElement("b", { title: useContext(Name) }, "one & ", "two")));
  const Part = () => createElement("li", { dangerouslySetInnerHTML: { __html: renderOnce("a", create) } });
  const Last = () => createElement("i", null, useContext(Name));
  const list = createElement(
    Name.Provider,
    { value: "outer" },
    createElement(Part),
    createElement(Part),
    createElement(Last),
  );
  const part = '<b title="default">one &amp; <!-- -->two</b>';
  expect(react.renderToString(list)).toBe(`<li>${part}</li><li>${part}</li><i>outer</i>`);
  expect(create).toHaveBeenCalledTimes(1);
  expect(renderOnce("b", () => createElement("i"))).toBe("<i></i>");
});
