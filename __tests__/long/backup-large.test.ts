import { readFileSync } from "node:fs";
import { restoredTables } from "#support/backups";
import { newDatabase } from "#support/database";
import { withDatabases } from "#support/databases";
import { withFolder } from "#support/folder";
import { octavo } from "#support/octavo";

jest.setTimeout(60 * 60_000);

const places = withDatabases();
const folder = withFolder();

const POSTS = 100_000;
/** The most memory of a command, in MiB. */
const MEMORY_MIB = 450;

const PRELOADED = `process.on("exit", () => process.stderr.write("peak " + process.resourceUsage().maxRSS + "\\n"))`;

/** Runs a command. @returns the most memory that it had, in MiB */
async function peakOf(args: string[]): Promise<number> {
  const imported = `--import=data:text/javascript,${encodeURIComponent(PRELOADED)}`;
  const outcome = await octavo(args, { when: async () => false, signal: "SIGKILL", options: imported });
  expect(outcome).toMatchObject({ status: 0 });
  return Number(/^peak (\d+)$/m.exec(outcome.stderr)?.[1]) / 1024;
}

test(`octavo backup, restore — ${POSTS} posts, to PostgreSQL and back — the same digests but for the content version, below ${MEMORY_MIB} MiB`, async () => {
  const [source, back] = [places.file("source.db"), places.file("back.db")];
  const there = await newDatabase("postgres");
  const options = (url: string) => ["--database", url, "--files", `file:${folder.file("images")}`];
  try {
    await octavo(["seed", "--posts", String(POSTS), "--database", source]);
    const peaks = [
      await peakOf(["backup", folder.file("first.zip"), ...options(source)]),
      await peakOf(["restore", folder.file("first.zip"), ...options(there.url)]),
      await peakOf(["backup", folder.file("second.zip"), ...options(there.url)]),
      await peakOf(["restore", folder.file("second.zip"), ...options(back)]),
    ];
    expect(restoredTables(await places.summary(back))).toEqual(restoredTables(await places.summary(source)));
    expect(await places.summary(there.url)).toMatchObject({ tables: { posts: { rows: POSTS } } });
    expect(Math.min(...peaks)).toBeGreaterThan(10);
    expect(Math.max(...peaks)).toBeLessThan(MEMORY_MIB);
    process.stdout.write(
      `${readFileSync(folder.file("first.zip")).length} bytes, ${peaks.map(Math.round).join(", ")} MiB\n`,
    );
  } finally {
    await there.remove();
  }
});
