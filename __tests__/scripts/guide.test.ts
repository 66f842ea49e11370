import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { zipSync } from "fflate";
import { changeSettings } from "#lib/server/site/settings";
import { GUIDE } from "#lib/shared/docs";
import { normalizePath } from "#lib/shared/redirect-path";
import { withDatabases } from "#support/databases";
import { withFolder } from "#support/folder";
import { fixture, redirectsIn } from "#support/import";
import { isInstalled } from "#support/is-installed";
import { sample } from "#support/long";
import { octavo } from "#support/octavo";
import { type Command, codeBlocks, commandsIn, pattern } from "#support/terminal";

jest.setTimeout(300_000);

const places = withDatabases();
const folder = withFolder();

/** The folder in which the reader types the commands. */
const desk = (name = ".") => path.join(folder.file("desk"), name);
const copy = (name: string, to: string) => cpSync(fixture(name), desk(to), { recursive: true });

beforeEach(() => {
  for (const name of ["desk", "bin"]) mkdirSync(folder.file(name));
  // As npx finds the command in the folder of Octavo. What it would download is found as usual.
  const npx = execFileSync("sh", ["-c", "command -v npx"], { encoding: "utf8" }).trim();
  const program = `[ "$1" = octavo ] || exec "${npx}" --yes "$@"\nshift\nexec "${process.execPath}" "${path.resolve("scripts/bin.js")}" "$@"`;
  writeFileSync(folder.file("bin/npx"), `#!/bin/sh\n${program}\n`);
  chmodSync(folder.file("bin/npx"), 0o755);
});

/** Has the commands use a new database without content, and another folder for images. @param names who have accounts, the owner first */
async function startSite(...names: string[]) {
  const url = await places.target();
  process.env.DATABASE_URL = url;
  process.env.FILES_URL = `file:${folder.file(`images-${names.length}`)}`;
  const db = await places.open(url);
  const now = "2026-01-01T00:00:00.000Z";
  for (const [n, name] of names.entries()) {
    const email = `${name.toLowerCase()}@example.org`;
    const account = {
      id: randomUUID(),
      name,
      slug: name.toLowerCase(),
      email,
      emailVerified: 0,
      createdAt: now,
      updatedAt: now,
      deleted_at: null,
    };
    await db
      .insertInto("accounts")
      .values({ ...account, role: n === 0 ? "owner" : "author", suspended_at: null })
      .execute();
  }
  return db;
}

/** A site with the posts of a fixture. */
async function startFilledSite(): Promise<void> {
  const db = await startSite("Olga", "Mia");
  await changeSettings(db, { title: "Trails" }, { now: 0 });
  expect(await octavo(["import", fixture("blocks"), "--author", "mia=mia@example.org"])).toMatchObject({ status: 0 });
}

/** What the reader of a page has before the first command, by the file of the page. */
const PAGES: Record<string, () => Promise<unknown>> = {
  import: () => {
    copy("wordpress.xml", "wordpress.xml");
    return startSite("Olga");
  },
  "import-wordpress": () => {
    for (const number of ["000", "001"]) copy(`blocks/site.${number}.xml`, `trails.${number}.xml`);
    copy("blocks/uploads", "wp-content/uploads");
    return startSite("Olga", "Mia");
  },
  "import-ghost": () => {
    const files = ["data/site.ghost.2024-02-03.json", "images/2022/01/gull.png", "images/2022/01/pier.png"];
    const zipped = files.map((name) => [`content/${name}`, readFileSync(fixture(`ghost-content/content/${name}`))]);
    writeFileSync(desk("ghost.zip"), zipSync(Object.fromEntries(zipped)));
    copy(`ghost-content/content/${files[0]}`, "ghost.json");
    copy("ghost-content/content/images", "content/images");
    return startSite("Olga", "Mia");
  },
  "import-markdown": () => {
    for (const name of ["jekyll", "hugo", "astro", "eleventy", "zola"]) copy(name, `${name}-site`);
    return startSite("Olga", "Mia");
  },
  "import-octavo": async () => {
    await startFilledSite();
    expect(await octavo(["export", desk("blog-export")])).toMatchObject({ status: 0 });
    return startSite();
  },
  export: startFilledSite,
};

/** Hugo is no package of npm: what it does is tested where it is installed. */
const hasHugo = isInstalled("hugo", "version");
const isRunnable = ({ typed }: Command) => hasHugo || !/^hugo\b|\bpublic\b/.test(typed);

/** Runs the commands of a block in a shell. @returns what each writes to standard output */
function* run(block: Command[]): Generator<[Command, string]> {
  let cwd = desk();
  const env = { ...process.env, NODE_OPTIONS: "", PATH: `${folder.file("bin")}:${process.env.PATH}` };
  for (const command of block.filter(isRunnable)) {
    const [program, target = ""] = command.words;
    if (program === "cd") cwd = path.join(cwd, target);
    else yield [command, execFileSync("sh", ["-c", command.typed], { cwd, encoding: "utf8", env, stdio: "pipe" })];
  }
}

/** `/old/path/ → Title of the post`, in a block of a page. */
const REDIRECT = /^(\S+) → (.+)$/gm;

afterEach(() => {
  delete process.env.DATABASE_URL;
  delete process.env.FILES_URL;
});

test.each(
  sample(
    ["import-wordpress"],
    Object.keys(PAGES).filter((page) => page !== "import-wordpress"),
  ),
)("docs/guide/%s.md — every command with the fixtures, on a new site — does what the page says", async (page) => {
  await PAGES[page]?.();
  const url = process.env.DATABASE_URL ?? "";
  for (const block of codeBlocks(page, "console")) {
    for (const [{ answer, typed }, stdout] of run(commandsIn(block))) {
      expect(`$ ${typed}\n${stdout.trimEnd()}`.trim()).toMatch(pattern(`$ ${typed}\n${answer}`.trim()));
    }
  }
  const redirects = await redirectsIn(await places.open(url));
  for (const [, from = "", title = ""] of codeBlocks(page, "text").join("").matchAll(REDIRECT)) {
    expect(redirects).toMatchObject({ [decodeURIComponent(normalizePath(from) ?? "")]: title });
  }
});

test("docs/guide — the pages about import and export — all are tested here", () => {
  const pages = GUIDE.map(({ file }) => file).filter((file) => /^(?:im|ex)port/.test(file));
  expect(Object.keys(PAGES).sort()).toEqual([...pages].sort());
  // Commands are in blocks that are run.
  for (const page of pages) expect(codeBlocks(page, "sh")).toEqual([]);
});
