import type { CheckResult, Repair } from "#lib/server/doctor/doctor";
import type { Finding } from "#lib/server/doctor/finding";
import { env } from "#lib/server/env";
import { DATABASE_OPTION, filesOption, naming, ownDatabase } from "./options.ts";
import { count, printJson } from "./output.ts";
import { printable } from "./printable.ts";
import { showProgress } from "./progress.ts";
import { type Command, UsageError } from "./run.ts";

/** Findings that make a database unhealthy; a note says what could not be checked. */
const isProblem = ({ severity }: Finding) => severity !== "note";

const findingLine = ({ remedy, severity, what }: Finding) => `  ${severity}: ${printable(what)}\n    ${remedy}\n`;

/** `counters: ok`, and a line for each finding with one for its remedy. */
function resultText({ check: { name }, findings }: CheckResult): string {
  if (!findings) return `${name}: skipped, as the schema is of another version\n`;
  const problems = findings.filter(isProblem).length;
  const state = problems > 0 ? count(problems, "finding") : "ok";
  return `${name}: ${state}\n${findings.map(findingLine).join("")}`;
}

const repairText = ({ check: { name }, failure }: Repair) =>
  failure === undefined ? `${name}: repaired\n` : `${name}: not repaired: ${printable(failure)}\n`;

/** The document that --json prints. */
function report(results: CheckResult[], repairs: Repair[]) {
  const checks = results.map(({ check, findings }) => ({ name: check.name, findings: findings ?? null }));
  return {
    isHealthy: !results.some(({ findings }) => findings?.some(isProblem)),
    checks,
    repairs: repairs.map(({ check, failure }) => ({ check: check.name, isDone: failure === undefined, failure })),
  };
}

/** Nothing where all is well. @throws with the number of findings, for the exit code 1 */
function requireHealthy(results: CheckResult[], isRepair: boolean): void {
  const problems = results.flatMap(({ findings }) => findings?.filter(isProblem) ?? []);
  if (problems.length === 0) return;
  const repairable = problems.filter(({ isFixable }) => isFixable).length;
  const left = isRepair ? "" : `, ${repairable} of which --fix repairs`;
  throw new Error(`${count(problems.length, "finding")}${left}`);
}

export const doctor: Command = {
  summary: "checks the database and the images, and repairs what can be rebuilt",
  usage: "[--fix [--delete-files]] [--json] [--database <database>] [--files <storage>]",
  options: {
    "--fix": "repairs what can be rebuilt from the texts, and checks again",
    "--delete-files": "with --fix, deletes files in the storage that no image has; no other site may have images there",
    "--json": "prints the results as JSON",
    ...DATABASE_OPTION,
    "--files <storage>":
      "the images of that database, file:… or s3://…; FILES_URL by default, except for --fix with --database",
  },
  notes: `
Checks database pages, migrations, tables and indexes, references, revisions, derived columns, tags, counters, the search index,
stored HTML, temporary data, images in texts and their files, privileges, storage, disk space and settings. Octavo may be running;
--fix works in short transactions.

Exit code: 0 if all is well, 1 with findings, 2 for wrong usage. A note says what could not be checked, and is no finding.

Example: npx octavo doctor --json | jq '.checks[].findings[]?.what'
`,
  async run({ database, files }, signal, { switches }) {
    const { examine, repair } = await import("#lib/server/doctor/doctor");
    const { withContext } = await import("#lib/server/doctor/open");
    const { setting, url } = ownDatabase(database);
    const filesUrl = filesOption("files", files) ?? env().FILES_URL;
    const [isRepair, isJson] = [switches.has("fix"), switches.has("json")];
    const deletesFiles = switches.has("deleteFiles");
    if (deletesFiles && !isRepair) throw new UsageError("--delete-files deletes nothing without --fix");
    // A copy of a database does not have the images that were uploaded since: their files would be deleted.
    if (isRepair && database !== undefined && files === undefined) {
      throw new UsageError("--files is missing; with --database, --fix needs the storage of that database");
    }
    const progress = showProgress();
    const print = (text: string) => {
      progress.end();
      if (!isJson) process.stdout.write(text);
    };
    const check = (context: Parameters<typeof examine>[0]) => examine(context, (result) => print(resultText(result)));
    try {
      const options = { url, filesUrl, isRepair, deletesFiles, watch: { onStep: progress.onStep, signal } };
      await naming({ [setting]: url }, () =>
        withContext(options, async (context) => {
          let results = await check(context);
          const repairs = isRepair ? await repair(context, results, (one) => print(repairText(one))) : [];
          if (repairs.length > 0) results = await check(context);
          progress.end();
          if (isJson) printJson(report(results, repairs));
          requireHealthy(results, isRepair);
        }),
      );
    } catch (error) {
      progress.end();
      if (!signal.aborted || !isRepair) throw error;
      throw new Error("stopped; what was repaired stays so", { cause: error });
    }
  },
};
