import { readdirSync, readFileSync } from "node:fs";
import { findGuidePage } from "#lib/server/docs/guide";
import { apiReference } from "#lib/server/docs/reference";
import { readEnv } from "#lib/server/env";
import { DOCS_PAGES, GUIDE, guidePath } from "#lib/shared/docs";
import { problemTypes } from "#lib/shared/problems";
import { TRASH_RETENTION } from "#lib/shared/trash";
import { codeBlocks } from "#support/terminal";
import { SETTINGS_PAGE, settingsTable, withSettingsTable } from "../../../../../scripts/settings-table";

const htmlOf = async (slug: string) => (await findGuidePage(slug))?.html ?? "";
const idsIn = (html: string) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id);
const linksIn = (html: string) => [...html.matchAll(/<a href="([^"]+)"/g)].map(([, href = ""]) => href);

test("GUIDE — the files in docs/guide — each is a page", () => {
  expect(readdirSync("docs/guide").sort()).toEqual(GUIDE.map(({ file }) => `${file}.md`).sort());
});

test.each(GUIDE)("findGuidePage — $file — a title, a description and sections", async ({ slug, file }) => {
  const page = await findGuidePage(slug);
  expect(readFileSync(`docs/guide/${file}.md`, "utf8")).toContain(`# ${page?.title}\n`);
  expect(page?.description).toMatch(/^[A-Z].{40,}/);
  expect(page?.html).toMatch(/<h2 id="[a-z-]+">/);
  expect(page?.html).not.toContain("<h1");
});

test("findGuidePage — unknown slug — undefined", async () => {
  expect(await findGuidePage("nothing")).toBeUndefined();
  expect(await findGuidePage("start")).toBeUndefined();
});

test.each(GUIDE)("findGuidePage — $file — every id is unique", async ({ slug }) => {
  const ids = idsIn(await htmlOf(slug));
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(GUIDE)("findGuidePage — $file — every internal link resolves", async ({ slug }) => {
  const operations = apiReference().groups.flatMap((group) => group.operations.map(({ id }) => `/docs/api#${id}`));
  const anchors = await Promise.all(
    GUIDE.map(async ({ slug }) => idsIn(await htmlOf(slug)).map((id) => `${guidePath(slug)}#${id}`)),
  );
  const errors = Object.keys(problemTypes).map((type) => `/docs/errors#${type}`);
  const pages = [
    ...DOCS_PAGES.map(({ href }) => href),
    "/blog/create",
    "/contact",
    "/signup",
    "/account",
    "/account/export",
    "/account/keys",
    "/account/security",
    "/account/users",
    "/account/images",
    "/account/import",
    "/account/redirects",
    "/account/site",
    "/blog",
    "/feed.xml",
    "/account/posts",
    "/account/posts?status=draft",
    "/account/posts?status=trash",
    "/blog-dynamic",
    "/blog-static",
    "http://localhost:3000",
  ];
  const html = await htmlOf(slug);
  const known = [...pages, ...anchors.flat(), ...operations, ...errors, ...idsIn(html).map((id) => `#${id}`)];
  for (const href of linksIn(html)) expect(known).toContain(href);
});

test("findGuidePage — import — the anchors that others link to", async () => {
  const anchors = ["wordpress", "ghost", "markdown", "octavo", "in-the-browser", "what-happens-to", "images"];
  expect(idsIn(await htmlOf("import"))).toEqual(expect.arrayContaining([...anchors, "if-it-is-stopped"]));
});

test.each(["guide/writing", "glossary"])("docs/%s.md — how long the trash retains posts is TRASH_RETENTION", (page) => {
  const text = readFileSync(`docs/${page}.md`, "utf8");
  expect([...new Set(text.match(/\d+ days/g))]).toEqual([TRASH_RETENTION]);
});

test("docs/guide/running.md — its table of settings is what `npm run docs:settings` writes", () => {
  const page = readFileSync(SETTINGS_PAGE, "utf8");
  expect(withSettingsTable(page)).toBe(page);
});

test.each(Object.entries(readEnv({})))("setting %s — its row has a default and a meaning", (name, value) => {
  const row = settingsTable()
    .split("\n")
    .find((line) => line.startsWith(`| \`${name}\` `));
  const [, , preset = "", , meaning] = row?.split("|").map((cell) => cell.trim()) ?? [];
  expect(meaning).toMatch(/^\S.{10,}/);
  const isFixed = !["SAMPLE_POSTS", "LOG_LEVEL", "POSTING"].includes(name);
  if (isFixed && value !== undefined && String(value) !== "") expect(preset).toBe(`\`${value}\``);
  else expect(preset).toMatch(/^\S/);
});

test("docs/guide/testing.md — its sample test — equals __tests__/api/posts/five-lines.test.ts", () => {
  const [shown] = codeBlocks("testing", "ts");
  expect(shown).toBe(readFileSync("__tests__/api/posts/five-lines.test.ts", "utf8"));
});

test("docs/guide/testing.md — the helpers it names — exist in __tests__/support", () => {
  const named = [...readFileSync("docs/guide/testing.md", "utf8").matchAll(/^\| `(\w+)\(/gm)].map(([, name]) => name);
  const support = readdirSync("__tests__/support", { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => readFileSync(`__tests__/support/${name}`, "utf8"))
    .join("\n");
  expect(named.length).toBeGreaterThan(5);
  for (const name of named) expect(support).toMatch(new RegExp(`export (async )?function ${name}\\(`));
});
