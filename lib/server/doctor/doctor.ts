import { errorMessage } from "#lib/server/error-message";
import { counters } from "./checks/counters.ts";
import { database } from "./checks/database.ts";
import { derived } from "./checks/derived.ts";
import { diskSpace } from "./checks/disk-space.ts";
import { extraFiles } from "./checks/extra-files.ts";
import { imageFiles } from "./checks/image-files.ts";
import { imageUses } from "./checks/image-uses.ts";
import { migrations } from "./checks/migrations.ts";
import { privileges } from "./checks/privileges.ts";
import { references } from "./checks/references.ts";
import { renderings } from "./checks/renderings.ts";
import { revisions } from "./checks/revisions.ts";
import { schema } from "./checks/schema.ts";
import { search } from "./checks/search.ts";
import { settings } from "./checks/settings.ts";
import { storage } from "./checks/storage.ts";
import { tags } from "./checks/tags.ts";
import { temporaryData } from "./checks/temporary-data.ts";
import { type Check, type Context, type Finding, unfixable } from "./finding.ts";

/** In the order in which they are made, and repaired: each may rely on what those before it have repaired. */
export const CHECKS: Check[] = [
  database,
  migrations,
  schema,
  references,
  revisions,
  derived,
  tags,
  counters,
  search,
  renderings,
  temporaryData,
  imageUses,
  imageFiles,
  extraFiles,
  privileges,
  storage,
  diskSpace,
  settings,
];

/** What a check has found; undefined where it could not be made in another version's schema. */
export type CheckResult = { check: Check; findings: Finding[] | undefined };

/** Runs a check. An error in it is a finding as well. */
async function runCheck(check: Check, context: Context): Promise<Finding[]> {
  try {
    return await check.find(context);
  } catch (error) {
    context.signal?.throwIfAborted();
    return [unfixable(`the check failed: ${errorMessage(error)}`, "see what the checks before it have found")];
  }
}

/** Runs all checks. Changes nothing. @param onResult called after each check */
export async function examine(context: Context, onResult?: (result: CheckResult) => void): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  let isCurrent = true;
  for (const check of CHECKS) {
    const findings = check.needsSchema && !isCurrent ? undefined : await runCheck(check, context);
    if (check === migrations && findings && findings.length > 0) isCurrent = false;
    const result = { check, findings };
    results.push(result);
    onResult?.(result);
  }
  return results;
}

/** What became of the findings of a check that can be repaired. */
export type Repair = { check: Check; failure?: string };

/** Repairs what checks have found, in their order. @param onRepair called after each check */
export async function repair(
  context: Context,
  results: CheckResult[],
  onRepair?: (repair: Repair) => void,
): Promise<Repair[]> {
  const repairs: Repair[] = [];
  for (const { check, findings = [] } of results) {
    if (!check.fix || !findings.some(({ isFixable }) => isFixable)) continue;
    const failure = await check.fix(context).then(() => undefined, errorMessage);
    context.signal?.throwIfAborted();
    const done = failure === undefined ? { check } : { check, failure };
    repairs.push(done);
    onRepair?.(done);
  }
  return repairs;
}
