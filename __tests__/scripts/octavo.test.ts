import { existsSync, readFileSync } from "node:fs";
import type { Summary } from "#lib/server/copy/digest";
import { withDatabases } from "#support/databases";
import { longTest, sample } from "#support/long";
import { octavo } from "#support/octavo";

jest.setTimeout(60_000);

const places = withDatabases();

test("octavo help — lists the commands", async () => {
  const { status, stderr, stdout } = await octavo(["help"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^Usage: npx octavo <command> \[options\]$/m);
  for (const name of ["copy", "digest", "help"]) expect(stdout).toMatch(new RegExp(`^ {2}${name} +\\w`, "m"));
  expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(120);
});

test("octavo --version — the package's version", async () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  expect(await octavo(["--version"])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
});

longTest("octavo without a command — the same as octavo help", async () => {
  expect(await octavo([])).toEqual(await octavo(["help"]));
});

test("octavo help copy — the same as octavo copy --help", async () => {
  const help = await octavo(["help", "copy"]);
  expect(help.stdout).toMatch(/^ {2}--from .*\n {2}--to /m);
  expect(await octavo(["copy", "--help"])).toEqual(help);
});

const WRONG_USAGE = [
  [["mend"], "unknown command 'mend' (Did you mean seed?)"],
  [["copy", "--form", "file:a"], "unknown option '--form' (Did you mean --from?)"],
  [["digest", "--database", "mysql://a"], "--database=mysql://a: must be file:… (SQLite) or postgres://… (PostgreSQL)"],
  [["toString"], "unknown command 'toString'"],
  [["help", "mend"], "unknown command 'mend'"],
  [["copy", "file:a"], "too many arguments for 'copy'. Expected 0 arguments but got 1: file:a."],
  [["copy", "--from", "file:a"], "--to is missing"],
  [["copy", "--to", "file:a"], "--from is missing"],
  [["copy", "--from", "", "--to", "file:a"], "--from=: must be file:… (SQLite) or postgres://… (PostgreSQL)"],
] satisfies [string[], string][];

test.each(sample(WRONG_USAGE.slice(0, 2), WRONG_USAGE.slice(2)))(
  "octavo %j — wrong usage — one line on standard error, exit code 2",
  async (args, line) => {
    expect(await octavo(args)).toEqual({ status: 2, signal: null, stdout: "", stderr: `octavo: ${line}\n` });
  },
);

longTest("octavo copy — shows progress, then the table that octavo digest prints for both", async () => {
  const [source, target] = [await places.source(300), places.file("new/folder/target.db")];
  const { status, stderr, stdout } = await octavo(["copy", "--from", source, "--to", target]);
  expect(status).toBe(0);
  expect(stderr).toMatch(/^copying posts: 300 of 300\n(.+\n)+checking posts: 300 of 300\n/);
  const digests = [await octavo(["digest", "--database", source]), await octavo(["digest", "--database", target])];
  for (const digest of digests) {
    expect(digest.status).toBe(0);
    expect(stdout).toBe(`${digest.stdout}Source and target are identical.\n`);
  }
  expect(stdout).toMatch(/^posts +300 {2}[0-9a-f]{64}$/m);
  expect(stdout).toMatch(/^The next id of posts is 334\.$/m);
});

test("octavo digest --json — one document with what the table shows", async () => {
  const source = ["--database", await places.source(5)];
  const [table, json] = [await octavo(["digest", ...source]), await octavo(["digest", "--json", ...source])];
  expect(json).toMatchObject({ status: 0, stderr: table.stderr });
  const { nextIds, tables } = JSON.parse(json.stdout) as Summary;
  expect(table.stdout).toContain(`${tables.posts.sha256}\n`);
  expect(table.stdout).toContain(`The next id of posts is ${nextIds.posts}.\n`);
});

test("octavo digest — missing file — exit code 1, no file created", async () => {
  const nowhere = places.file("nowhere.db");
  expect(await octavo(["digest", "--database", nowhere])).toMatchObject({
    status: 1,
    stdout: "",
    stderr: `octavo: --database=${nowhere}: there is no database; must be an existing one\n`,
  });
  expect(existsSync(nowhere.slice("file:".length))).toBe(false);
});

test("octavo — the database of DATABASE_URL does not exist — refused, names the setting", async () => {
  const nowhere = places.file("nowhere.db");
  const { DATABASE_URL } = process.env;
  process.env.DATABASE_URL = nowhere;
  try {
    expect((await octavo(["digest"])).stderr).toBe(
      `octavo: DATABASE_URL=${nowhere}: there is no database; must be an existing one\n`,
    );
  } finally {
    process.env.DATABASE_URL = DATABASE_URL;
  }
});

test("octavo copy — server unreachable — one line without the password, exit code 1", async () => {
  const away = "postgres://octavo:s3cret@127.0.0.1:9/octavo";
  const outcome = await octavo(["copy", "--from", await places.source(5), "--to", away]);
  expect(outcome).toMatchObject({ status: 1, stdout: "" });
  expect(outcome.stderr).toMatch(
    /^octavo: --to=postgres:\/\/octavo:\*\*\*@127\.0\.0\.1:9\/octavo: nothing listens .*ECONNREFUSED.*\n$/,
  );
  expect(outcome.stderr).not.toContain("s3cret");
});
