import { existsSync } from "node:fs";
import path from "node:path";
import { sqliteFile } from "#lib/server/db/connection-string";
import { parseFilesUrl } from "#lib/server/files/files-url";
import { type Check, type Context, type Finding, SPACE_REMEDY, unfixable } from "../finding.ts";

const MIB = 1024 * 1024;
/** With less free space a large upload, a migration or a checkpoint may fail. */
export const LOW_BYTES = 1024 * MIB;
/** With less free space writes fail soon. */
export const FULL_BYTES = 64 * MIB;

const shown = (bytes: number) => `${Math.floor(bytes / MIB).toLocaleString("en")} MiB`;

/** A folder, or the nearest one above it that exists: the server creates the rest. */
function existing(folder: string): string {
  const absolute = path.resolve(folder);
  return existsSync(absolute) || absolute === path.dirname(absolute) ? absolute : existing(path.dirname(absolute));
}

/** The folders on disks of this machine, by what is in them. */
function foldersOf({ filesUrl, url }: Context): [name: string, folder: string][] {
  const [database, files] = [sqliteFile(url), parseFilesUrl(filesUrl)];
  return [
    ...(database === undefined || database === ":memory:"
      ? []
      : [["the database", path.dirname(database)] as [string, string]]),
    ...("folder" in files ? [["the files of images", files.folder] as [string, string]] : []),
  ];
}

/** Whether there is space to write, on disks that this machine has. */
export const diskSpace: Check = {
  name: "disk space",
  needsSchema: false,

  async find(context) {
    const findings: Finding[] = [];
    for (const [name, folder] of foldersOf(context)) {
      const bytes = await context.freeBytes(existing(folder));
      if (bytes >= LOW_BYTES) continue;
      const what = `${shown(bytes)} are free on the disk with ${name} (${folder}), less than ${shown(bytes < FULL_BYTES ? FULL_BYTES : LOW_BYTES)}`;
      findings.push(unfixable(what, SPACE_REMEDY, bytes < FULL_BYTES ? "error" : "warning"));
    }
    if (sqliteFile(context.url) === undefined) {
      const what = "not checked: the disk of the PostgreSQL server, which it does not report";
      findings.push(unfixable(what, "watch it on its machine", "note"));
    }
    return findings;
  },
};
