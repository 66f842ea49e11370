import { readdirSync } from "node:fs";
import path from "node:path";

const FOLDER = path.join(process.cwd(), "pages/api");
const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

test("pages/api — has endpoints", () => expect(files.length).toBeGreaterThan(5));

// Where Next reads bodies, it answers a broken one itself: in plain text, to any method, before a handler runs.
test.each(files)("%s — turns Next's body parser off", async (file) => {
  const { config } = (await import(path.join(FOLDER, file))) as { config?: unknown };
  expect(config).toEqual({ api: { bodyParser: false } });
});
