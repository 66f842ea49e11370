import type { Summary } from "#lib/server/copy/digest";
import { printable } from "./printable.ts";
import { table } from "./table.ts";

/** Formats the digest of a database as a text table, equal for databases with equal contents. */
export function summaryTable({ imageFiles, nextIds, tables }: Summary): string {
  const parts = { ...tables, ...(imageFiles && { "image files": imageFiles }) };
  const rows = Object.entries(parts).map(([name, { rows, sha256 }]) => [name, rows, sha256]);
  const next = Object.entries(nextIds).map(([name, id]) => `The next id of ${printable(name)} is ${id}.\n`);
  return `${table(["table", "rows", "SHA-256 of all rows"], rows)}${next.join("")}`;
}
