import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { withDatabases } from "#support/databases";
import { withFolder } from "#support/folder";
import { fixture, postsIn } from "#support/import";
import { longTest, sample } from "#support/long";
import { octavo } from "#support/octavo";

jest.setTimeout(60_000);

const places = withDatabases();
const folder = withFolder();

beforeEach(() => {
  process.env.FILES_URL = `file:${folder.file("images")}`;
});

const count = async (url: string) => (await postsIn(await places.open(url))).length;

/** So many that a command is still at it when it is stopped. */
const POSTS = 500;

function writePosts(): void {
  mkdirSync(folder.file("site"));
  for (let n = 0; n < POSTS; n++) {
    writeFileSync(folder.file(`site/p${n}.md`), `---\ntitle: P${n}\ndate: 2020-01-01\n---\nText.\n`);
  }
}

test("octavo import — a source — progress, the report, and exit code 0", async () => {
  const url = await places.target();
  const { status, stderr, stdout } = await octavo(["import", fixture("markdown"), "--database", url]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "importing posts: 5 of 5, 2 images\n" });
  expect(stdout).toMatch(
    /^Markdown of https:\/\/notes\.example: 5 posts\n\nImported 5 posts: 3 published, 0 scheduled, 2 drafts\.\n/,
  );
  expect(stdout).toContain("\nLeft out:\n  README.md: a file about the repository\n");
  expect(await count(url)).toBe(5);
});

test("octavo import — a source with images, before any server has run — stores them, and says how many", async () => {
  const url = await places.target();
  const { status, stderr, stdout } = await octavo(["import", fixture("hugo"), "--database", url]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "importing posts: 4 of 4, 4 images\n" });
  expect(stdout).toContain("\nStored 3 of 4 images.\nLeft as they are: 1 image. The posts have their URLs or paths.\n");
  expect(stdout).toContain("\n  content/posts/other.md:8 “Other”: the image gone.png: the source does not have it\n");
  expect(
    readdirSync(folder.file("images"), { recursive: true }).filter((name) => /webp$/.test(String(name))),
  ).toHaveLength(2);
});

test("octavo import --dry-run --json — the report as JSON, nothing stored", async () => {
  const url = await places.source(3);
  const before = await count(url);
  const { status, stdout } = await octavo(["import", fixture("ghost.json"), "--dry-run", "--json", "--database", url]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ isDryRun: true, source: { kind: "ghost" }, counts: { posts: 4 } });
  expect(await count(url)).toBe(before);
});

longTest("octavo import — killed while it imports — the same command imports the rest, nothing twice", async () => {
  writePosts();
  const url = await places.target();
  const args = ["import", folder.file("site"), "--database", url];
  const db = await places.open(url);
  const when = async () => (await postsIn(db)).length > 0;
  const killed = await octavo(args, { when, signal: "SIGKILL" });
  expect(killed.signal).toBe("SIGKILL");
  const before = await count(url);
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(POSTS);
  const { status, stdout } = await octavo(args);
  expect(status).toBe(0);
  expect(stdout).toContain(`Imported ${POSTS - before} posts: `);
  expect(stdout).toContain(`Imported before, unchanged here: ${before} posts.`);
  expect(new Set((await postsIn(await places.open(url))).map(({ title }) => title)).size).toBe(POSTS);
  expect(await count(url)).toBe(POSTS);
});

test("octavo import — Ctrl+C — says how many posts are stored, exit code 130", async () => {
  writePosts();
  const url = await places.target();
  const db = await places.open(url);
  const args = ["import", folder.file("site"), "--database", url];
  const when = async () => (await postsIn(db)).length > 0;
  const { status, stderr } = await octavo(args, { when, signal: "SIGINT" });
  expect(status).toBe(130);
  expect(stderr).toMatch(/octavo: stopped after \d+ posts; run the same command again to go on\n$/);
});

const WRONG_USAGE: [string[], string][] = [
  [["import"], "missing required argument 'source'"],
  [["import", "/nowhere"], "/nowhere does not exist; the source must be a file, a folder or a zip"],
  [["import", "docs", "--author", "Ada"], "--author must be old=new, but is Ada"],
  [["import", "docs", "--from", "word"], "--from must be one of wordpress, ghost, markdown, octavo, but is word"],
  [
    ["import", "docs", "--site", "old"],
    "--site must be an absolute http or https URL, as https://old.example, but is old",
  ],
];
test.each(sample(WRONG_USAGE.slice(1, 4), [...WRONG_USAGE.slice(0, 1), ...WRONG_USAGE.slice(4)]))(
  "octavo %j — wrong usage — one line on standard error, exit code 2",
  async (args, line) => {
    const url = args.length > 1 ? ["--database", await places.target()] : [];
    expect(await octavo([...args, ...url])).toEqual({
      status: 2,
      signal: null,
      stdout: "",
      stderr: `octavo: ${line}\n`,
    });
  },
);
