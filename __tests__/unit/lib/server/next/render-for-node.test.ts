import { execFileSync } from "node:child_process";
import path from "node:path";
import { log } from "#lib/server/log";
import { renderForNode } from "#lib/server/next/render-for-node";

test("renderForNode — Next's pages runtime — loads React's renderer for Node, and no other", () => {
  const program = `
    import { createRequire } from "node:module";
    import { renderForNode } from "./lib/server/next/render-for-node.ts";
    const require = createRequire(import.meta.url);
    renderForNode();
    require("next/dist/compiled/next-server/pages.runtime.prod.js");
    console.log(JSON.stringify(Object.keys(require.cache)));`;
  const args = ["--input-type=module", "--eval", program];
  const env = { ...process.env, NODE_ENV: "production" as const };
  const loaded: string[] = JSON.parse(execFileSync(process.execPath, args, { env, encoding: "utf8" }));
  const renderers = loaded.map((file) => path.basename(file)).filter((name) => name.startsWith("react-dom-server."));
  expect(renderers).toEqual(["react-dom-server.node.production.js"]);
});

test("renderForNode — React has no renderer for Node — Next's own stays, one warning is logged", () => {
  const warn = jest.spyOn(log, "warn").mockImplementation();
  renderForNode("react-dom/server.none");
  expect(warn).toHaveBeenCalledTimes(1);
  warn.mockRestore();
});
