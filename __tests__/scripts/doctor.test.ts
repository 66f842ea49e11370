import { sql } from "kysely";
import { runCommand } from "#support/command";
import { withSite } from "#support/doctor";
import { doctor } from "../../scripts/commands/doctor.ts";

const site = withSite();
const octavo = (...args: string[]) =>
  runCommand({ doctor }, "doctor", ...args, "--database", site.url, "--files", `file:${site.folder}`);

test("npx octavo doctor — a healthy site — a line for each check, exit code 0", async () => {
  const { status, stdout } = await octavo();
  const lines = stdout.split("\n").filter((line) => /^\S/.test(line));
  expect(lines.filter((line) => !/^[a-z ]+: ok$/.test(line))).toEqual([]);
  expect(lines).toContain("search index: ok");
  expect(lines.length).toBeGreaterThan(14);
  expect(status).toBe(0);
});

test("npx octavo doctor — findings — what is wrong and the remedy, exit code 1; --fix repairs and checks again", async () => {
  await sql`update post_counts set posts = 5 where kind = 'all'`.execute(site.db);
  const before = await octavo();
  expect(before).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^octavo: 1 finding, 1 of which --fix repairs$/m),
  });
  expect(before.stdout).toContain(
    "counters: 1 finding\n  error: wrong: 1 counter (all: 5 instead of 2)\n    npx octavo doctor --fix repairs it\n",
  );
  const fixed = await octavo("--fix");
  expect(fixed.status).toBe(0);
  expect(fixed.stdout).toContain("counters: repaired\n");
  expect(fixed.stdout.split("counters: ok\n")).toHaveLength(2);
});

test("npx octavo doctor --json — one document, with what could not be repaired", async () => {
  await sql`drop index posts_drafts`.execute(site.db);
  await sql`update revisions set content = 'x' where post_id = 2`.execute(site.db);
  const { status, stdout } = await octavo("--fix", "--json");
  expect(status).toBe(1);
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({ isHealthy: false, repairs: [{ check: "tables and indexes", isDone: true }] });
  const checks = report.checks as { name: string; findings: { severity: string }[] }[];
  const findings = checks.flatMap(({ findings, name }) => findings.map((finding) => ({ name, ...finding })));
  expect(findings.filter(({ severity }) => severity !== "note")).toEqual([
    {
      name: "revisions",
      severity: "error",
      what: "with another text than their last revision: 1 post (2)",
      remedy: expect.stringContaining("History"),
      isFixable: false,
    },
  ]);
});

test("npx octavo doctor — no database, wrong option — one line, exit codes 1 and 2", async () => {
  const nowhere = await runCommand({ doctor }, "doctor", "--database", "file:./nowhere/none.db");
  expect(nowhere).toEqual({
    status: 1,
    stdout: "",
    stderr: "octavo: --database=file:./nowhere/none.db: there is no database; must be an existing one\n",
  });
  expect(await runCommand({ doctor }, "doctor", "--fixx")).toMatchObject({ status: 2, stdout: "" });
});

test("npx octavo doctor --delete-files — without --fix — exit code 2", async () => {
  expect(await octavo("--delete-files")).toEqual({
    status: 2,
    stdout: "",
    stderr: "octavo: --delete-files deletes nothing without --fix\n",
  });
});

test("npx octavo doctor --fix — another database without its storage — exit code 2: FILES_URL may be of another site", async () => {
  expect(await runCommand({ doctor }, "doctor", "--fix", "--database", site.url)).toEqual({
    status: 2,
    stdout: "",
    stderr: "octavo: --files is missing; with --database, --fix needs the storage of that database\n",
  });
});
