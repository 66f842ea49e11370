import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";

const PAGES = globSync(["*.md", "docs/**/*.md"]).filter((file) => file !== "CONTRIBUTING.md");
const ROOTS = "pages|components|lib|scripts|start|bench|docs|__tests__|public|styles";
const PATH = new RegExp(`\`((?:${ROOTS})/[^\`<>…*{}()\\s]*)\``, "g");
const read = (file: string) => readFileSync(file, "utf8");

test.each(PAGES)("%s — every path it names — exists", (file) => {
  const named = [...read(file).matchAll(PATH)].map(([, name = ""]) => name);
  // Some pages name tests relative to __tests__.
  expect(named.filter((name) => !existsSync(name) && !existsSync(`__tests__/${name}`))).toEqual([]);
});

test.each([...PAGES, "CONTRIBUTING.md"])("%s — every relative link to a page — resolves", (file) => {
  const targets = [
    ...read(file)
      .replace(/`[^`\n]*`/g, "")
      .matchAll(/\]\((?!https?:|\/)([^)#\s]+)/g),
  ].map(([, target = ""]) => target);
  expect(targets.filter((target) => !existsSync(path.join(path.dirname(file), target)))).toEqual([]);
});

test("docs/architecture.md — its table of folders — has every folder of the app", () => {
  const page = read("docs/architecture.md");
  const folders = globSync(["components/*/", "lib/*/", "lib/server/*/", "{pages,scripts,start,bench,styles,public}/"]);
  const missing = folders.map((folder) => folder.replace(/\/?$/, "/")).filter((name) => !page.includes(`\`${name}\``));
  expect(folders.length).toBeGreaterThan(25);
  expect(missing).toEqual([]);
});

test.each(globSync("docs/decisions/*.md"))("%s — has its number, a date and a status", (file) => {
  const number = path.basename(file).slice(0, 3);
  expect(read(file)).toMatch(
    new RegExp(`^# ${number}: .+\\n\\nDate: \\d{4}-\\d\\d-\\d\\d\\. Status: (accepted|superseded).*\\.\\n`),
  );
});
