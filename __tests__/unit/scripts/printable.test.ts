import { printJson } from "../../../scripts/commands/output.ts";
import { type Command, run } from "../../../scripts/commands/run.ts";
import { summaryTable } from "../../../scripts/commands/summary.ts";

/** Clears the screen, changes the title of the window, and the same by one character (C1), which terminals execute as well. */
const HOSTILE = "a\x1b[2J\x1b]0;owned\x07\x9b2J\u202eb";

/** What is written to both streams. */
function written(): { stdout: string; stderr: string } {
  const all = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    jest.spyOn(process[name], "write").mockImplementation((text) => {
      all[name] += String(text);
      return true;
    });
  }
  return all;
}
afterEach(() => jest.restoreAllMocks());

test("npx octavo — an error with escape sequences — its line has none", async () => {
  const output = written();
  const command: Command = {
    ...{ summary: "fails", usage: "", options: {}, notes: "" },
    run: async () => Promise.reject(new Error(`backup.zip: has ${HOSTILE}\nhere`)),
  };
  expect(await run({ command }, ["command"])).toBe(1);
  expect(output).toEqual({ stdout: "", stderr: "octavo: backup.zip: has a[2J]0;owned2Jb here\n" });
});

test("printJson — a text with control characters — they are escaped, and the document is the same", () => {
  const output = written();
  const document = [{ userAgent: HOSTILE, tag: "\u{e0041}" }];
  printJson(document);
  expect(output.stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(JSON.parse(output.stdout)).toEqual(document);
});

test("summaryTable — hostile names in a backup — no escape sequences", () => {
  const digest = { rows: 1, sha256: "0" };
  const summary = { tables: { [HOSTILE]: digest }, nextIds: { [HOSTILE]: 1 } } as unknown as Parameters<
    typeof summaryTable
  >[0];
  expect(summaryTable(summary)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});
