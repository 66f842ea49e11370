import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { backUp } from "#support/backups";
import { withDatabases } from "#support/databases";
import { withFolder } from "#support/folder";
import { longTest } from "#support/long";
import { octavo } from "#support/octavo";

jest.setTimeout(60_000);

const places = withDatabases();
const folder = withFolder();

beforeEach(() => mkdirSync(folder.file("images")));

const options = (url: string) => ["--database", url, "--files", `file:${folder.file("images")}`];

test("octavo backup, restore, digest — progress, one JSON document each, and equal digests", async () => {
  const [source, there] = [await places.source(50), places.file("there.db")];
  const made = await octavo(["backup", folder.file("a.zip"), "--json", ...options(source)]);
  expect({ status: made.status, first: made.stderr.split("\n")[0] }).toEqual({
    status: 0,
    first: "writing posts: 51 of 51",
  });
  expect(made.stderr).toMatch(/^verifying bytes: ([\d,]+) of \1$/m);
  const { bytes, tables, ...described } = JSON.parse(made.stdout);
  expect(bytes).toBe(readFileSync(folder.file("a.zip")).length);
  expect(described).toMatchObject({ backup: folder.file("a.zip"), missingImageFiles: 0, imageFiles: { rows: 0 } });
  expect(Date.parse(described.beganAt)).toBeGreaterThan(0);

  const restored = await octavo(["restore", folder.file("a.zip"), ...options(there)]);
  expect(restored).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/\nRestored and verified: the state of .*Z\.\n$/),
  });
  const { stdout } = await octavo(["digest", ...options(there)]);
  const unchanged = stdout.split("\n").filter((line) => !/^content_version |^The next id of /.test(line));
  for (const line of unchanged) expect(restored.stdout).toContain(line);
  expect(stdout).toContain(tables.posts.sha256);
});

test("octavo restore — a damaged backup, a target with rows — exit code 1, one line, nothing changed", async () => {
  const source = await places.source(20);
  await backUp(source, folder.file("a.zip"));
  const bytes = readFileSync(folder.file("a.zip"));
  writeFileSync(folder.file("b.zip"), bytes.subarray(0, bytes.length / 2));
  const damaged = await octavo(["restore", folder.file("b.zip"), ...options(places.file("there.db"))]);
  expect(damaged).toMatchObject({ status: 1, stdout: "" });
  expect(damaged.stderr.trimEnd().split("\n").at(-1)).toMatch(
    /^octavo: \S+b\.zip: is truncated, or no backup of Octavo; must be /,
  );
  expect(existsSync(folder.file("there.db"))).toBe(false);
  const before = await places.summary(source);
  const full = await octavo(["restore", folder.file("a.zip"), ...options(source)]);
  expect(full).toMatchObject({ status: 1, stdout: "" });
  expect(full.stderr).toContain(`octavo: --database=${source}: there are rows in posts; must be empty`);
  expect(await places.summary(source)).toEqual(before);
});

test("octavo backup — a file that exists, a database that does not, a wrong option — exit codes 2, 1, 2", async () => {
  const source = await places.source(5);
  writeFileSync(folder.file("a.zip"), "mine");
  const exists = await octavo(["backup", folder.file("a.zip"), ...options(source)]);
  expect(exists).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringMatching(/^octavo: .*a\.zip exists already; must be .*\n$/),
  });
  expect(readFileSync(folder.file("a.zip"), "utf8")).toBe("mine");
});

longTest("octavo backup — a database that does not exist, a wrong option — exit codes 1, 2", async () => {
  const nowhere = await octavo(["backup", folder.file("b.zip"), ...options(places.file("nowhere.db"))]);
  expect(nowhere).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("there is no database; must be an existing one"),
  });
  expect((await octavo(["backup", folder.file("b.zip"), "--database", "mysql://a"])).status).toBe(2);
  expect(existsSync(folder.file("b.zip"))).toBe(false);
});

longTest("octavo restore --check — the backup is verified, and nothing is restored", async () => {
  await backUp(await places.source(20), folder.file("a.zip"));
  const checked = await octavo(["restore", folder.file("a.zip"), "--check", ...options(places.file("there.db"))]);
  expect(checked).toMatchObject({ status: 0, stdout: expect.stringContaining("The backup is whole: the state of ") });
  expect(existsSync(folder.file("there.db"))).toBe(false);
});

const title = "octavo backup — %s — no file has the name of the backup";
async function stop(signal: "SIGINT" | "SIGKILL") {
  const url = await places.source(1_000);
  const outcome = await octavo(["backup", folder.file("a.zip"), ...options(url)], { at: "writing revisions", signal });
  expect(outcome).toMatchObject(signal === "SIGINT" ? { status: 130 } : { signal });
  expect(existsSync(folder.file("a.zip"))).toBe(false);
  const left = readdirSync(folder.file(".")).filter((name) => name.includes("unfinished"));
  if (signal === "SIGINT") {
    expect(outcome.stderr).toMatch(/octavo: stopped; nothing was changed\n$/);
    expect(left).toEqual([]);
  } else {
    const { stderr, status } = await octavo(["restore", folder.file(left[0] ?? ""), "--check"]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/is truncated/) });
  }
}
test.each(["SIGINT"] as const)(title, stop);
longTest.each(["SIGKILL"] as const)(title, stop);

longTest("octavo help backup, help restore — an example each", async () => {
  for (const name of ["backup", "restore"]) {
    expect((await octavo(["help", name])).stdout).toContain(
      `Example: npx octavo ${name} /var/backups/octavo-2026-12-09.zip`,
    );
  }
});
