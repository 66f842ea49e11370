import { existsSync } from "node:fs";
import type { Inspector } from "#lib/server/db/inspector";
import type { Database } from "#lib/server/db/tables";
import { errorMessage } from "#lib/server/error-message";
import { parseFilesUrl } from "#lib/server/files/files-url";
import type { Storage } from "#lib/server/files/storage";
import type { Watch } from "#lib/server/progress";

/** `error`: something is lost or wrong. `warning`: something may go wrong. `note`: something could not be checked. */
export type Severity = "error" | "warning" | "note";

/** Something that is not as it should be, and what to do about it; each on one line. */
export type Finding = { severity: Severity; what: string; remedy: string; isFixable: boolean };

/** What checks look at. */
export type Context = Watch & {
  db: Database;
  /** Its connection string. */
  url: string;
  inspector: Inspector;
  storage: Storage;
  /** Whether repairs may delete files that no row has: they may belong to another site that stores its images there too. */
  deletesFiles: boolean;
  /** The connection string of the storage. */
  filesUrl: string;
  /** The present time, in milliseconds since 1970. */
  now: number;
  /** The free space of the disk with a folder, in bytes. */
  freeBytes(folder: string): Promise<number>;
};

export type Check = {
  /** What it checks, as a few words. */
  name: string;
  /** Whether it can only be made in the schema of this version. */
  needsSchema: boolean;
  find(context: Context): Promise<Finding[]>;
  /** Repairs what `find` calls fixable, in transactions that are short. @throws what could not be repaired */
  fix?(context: Context): Promise<void>;
};

/** A finding that `--fix` repairs. */
export const fixable = (what: string, severity: Severity = "error"): Finding => ({
  severity,
  what,
  remedy: "npx octavo doctor --fix repairs it",
  isFixable: true,
});

/** A finding that the operator has to deal with. */
export const unfixable = (what: string, remedy: string, severity: Severity = "error"): Finding => ({
  severity,
  what,
  remedy,
  isFixable: false,
});

/** Whether the storage is there: the start of a server creates the folder of a new site. */
export function hasStorage({ filesUrl }: Pick<Context, "filesUrl">): boolean {
  const location = parseFilesUrl(filesUrl);
  return "bucket" in location || existsSync(location.folder);
}

/** What to do where files cannot be stored for lack of space. */
export const SPACE_REMEDY = "free some space, or move it to a larger disk";

/** The most names in a finding. */
const NAMED_MAX = 5;

/** Counts rows or files of one kind, and remembers the names of the first ones. */
export class Found {
  count = 0;
  readonly #names: string[] = [];

  add(name: string | number): void {
    this.count++;
    if (this.#names.length < NAMED_MAX) this.#names.push(String(name));
  }

  /** `3 posts (2, 5, 8)`. @param noun in the singular */
  of(noun: string): string {
    const names = this.count > this.#names.length ? [...this.#names, "…"] : this.#names;
    return `${this.count.toLocaleString("en")} ${noun}${this.count === 1 ? "" : "s"} (${names.join(", ")})`;
  }
}

/** Runs repairs one after the other. @throws one error for all that failed, on one line */
export async function repairAll(repairs: Iterable<() => Promise<void>>): Promise<void> {
  const failures: string[] = [];
  for (const repair of repairs) {
    try {
      await repair();
    } catch (error) {
      failures.push(errorMessage(error));
    }
  }
  if (failures.length > 0) throw new Error(failures.join("; "));
}
