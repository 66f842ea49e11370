import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { withDatabases } from "#support/databases";
import { filesIn } from "#support/exports";
import { withFolder } from "#support/folder";
import { sample } from "#support/long";
import { octavo } from "#support/octavo";

jest.setTimeout(60_000);

const places = withDatabases();
const folder = withFolder();

beforeEach(() => mkdirSync(folder.file("images")));

const exportTo = (target: string, url: string, ...more: string[]) => [
  ...["export", folder.file(target), "--database", url, "--files", `file:${folder.file("images")}`, ...more],
];

test("octavo export — a folder, a zip — the same files, progress, a summary, and exit code 0", async () => {
  const url = await places.source(50);
  const { status, stderr, stdout } = await octavo(exportTo("out", url));
  expect({ status, stderr: stderr.split("\n")[0] }).toEqual({ status: 0, stderr: "exporting posts: 51 of 51" });
  expect(stdout).toMatch(
    /^Exported to \S+out: 51 posts, \d+ revisions, 0 images, 0 tags, 0 redirects, 0 accounts\.\n$/,
  );
  expect((await octavo(exportTo("out.zip", url))).status).toBe(0);
  const zipped = unzipSync(readFileSync(folder.file("out.zip")));
  expect(Object.keys(zipped).sort()).toEqual(filesIn(folder.file("out")));
  for (const name of filesIn(folder.file("out"))) {
    expect(readFileSync(folder.file(`out/${name}`)).equals(zipped[name] ?? Buffer.of())).toBe(true);
  }
});

test("octavo export --no-drafts --no-trash --no-revisions — left out", async () => {
  const url = await places.source(50);
  const { stdout } = await octavo(exportTo("out", url, "--no-drafts", "--no-trash", "--no-revisions"));
  expect(stdout).toMatch(/: \d+ posts, 0 revisions, /);
  const texts = filesIn(folder.file("out")).filter((name) => name.endsWith("index.md"));
  expect(texts.length).toBeGreaterThan(30);
  expect(texts.filter((name) => name.startsWith("trash/"))).toEqual([]);
  for (const name of texts) expect(readFileSync(folder.file(`out/${name}`), "utf8")).toContain("\ndraft: false\n");
});

test.each(sample<"SIGINT" | "SIGKILL">(["SIGKILL"], ["SIGINT"]))(
  "octavo export — %s — nothing has the name of the export",
  async (signal) => {
    const url = await places.source(3_000);
    for (const target of ["out", "out.zip"]) {
      const begun = () => readdirSync(folder.file(".")).some((name) => name.startsWith(`.${target}.unfinished`));
      const outcome = await octavo(exportTo(target, url), { when: async () => begun(), signal });
      expect(outcome).toMatchObject(signal === "SIGINT" ? { status: 130 } : { signal });
      expect(existsSync(folder.file(target))).toBe(false);
      const left = readdirSync(folder.file(".")).filter((name) => name.includes("unfinished"));
      if (signal === "SIGINT") {
        expect(outcome.stderr).toMatch(/octavo: stopped; nothing was changed\n$/);
        expect(left).toEqual([]);
      } else {
        const [name = ""] = left;
        expect(existsSync(folder.file(`${name}/octavo/manifest.json`))).toBe(false);
      }
    }
  },
);

test.each([
  [
    "a folder with files in it",
    () => writeFileSync(folder.file("images/x"), ""),
    "images",
    /has files in it; must be new, or empty$/,
  ],
  [
    "a file",
    () => writeFileSync(folder.file("out.zip"), ""),
    "out.zip",
    /out\.zip exists already; must be a new path$/,
  ],
  ["a folder that does not exist", () => {}, "no/such/out", /no\/such does not exist; must be a folder$/],
])("octavo export — to %s — refused, exit code 2", async (_, prepare, target, message) => {
  prepare();
  const { status, stderr } = await octavo(exportTo(target, await places.source(1)));
  expect(status).toBe(2);
  expect(stderr.trim()).toMatch(message);
});

test("octavo export — a database that does not exist — named, exit code 1", async () => {
  const { status, stderr } = await octavo(exportTo("out", places.file("none.db")));
  expect(status).toBe(1);
  expect(stderr).toMatch(/--database=.*there is no database/);
  expect(existsSync(folder.file("out"))).toBe(false);
});
