import type { Summary } from "#lib/server/copy/digest";

/** Formats the digest of a database as a text table, equal for databases with equal contents. */
export function summaryTable({ imageFiles, nextIds, tables }: Summary): string {
  const parts = { ...tables, ...(imageFiles && { "image files": imageFiles }) };
  const rows = Object.entries(parts).map(([name, { rows, sha256 }]) => [name, rows.toLocaleString("en"), sha256]);
  const all = [["table", "rows", "SHA-256 of all rows"], ...rows];
  const [first, second] = [0, 1].map((at) => Math.max(...all.map((cells) => cells[at]?.length ?? 0)));
  const lines = all.map(
    ([name = "", count = "", digest]) => `${name.padEnd(first ?? 0)}  ${count.padStart(second ?? 0)}  ${digest}`,
  );
  const next = Object.entries(nextIds).map(([name, id]) => `The next id of ${name} is ${id}.`);
  return `${[...lines, ...next].join("\n")}\n`;
}
