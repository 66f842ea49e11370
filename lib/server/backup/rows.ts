import type { Row } from "#lib/server/db/bulk-loader";
import type { BackupReader } from "./reader.ts";

const isValue = (value: unknown): value is Row[string] =>
  value === null || typeof value === "string" || Number.isSafeInteger(value);

/** Parses a line of a table. @throws {BackupError} where it is not a list of as many values as there are columns */
function parseLine(reader: BackupReader, table: string, line: string, columns: number | undefined): Row[string][] {
  let values: unknown;
  try {
    values = JSON.parse(line);
  } catch {
    values = undefined;
  }
  if (!Array.isArray(values) || !values.every(isValue) || (columns !== undefined && values.length !== columns)) {
    reader.refuse(`a row of ${table} is not a list of values`);
  }
  return values;
}

/** Parses the rows of the next table of a backup. @throws {BackupError} */
export async function* rowsIn(reader: BackupReader, table: string): AsyncGenerator<Row> {
  let names: string[] | undefined;
  for await (const part of reader.parts(table)) {
    for (const line of part.toString().split("\n")) {
      if (line === "") continue;
      const values = parseLine(reader, table, line, names?.length);
      if (names) yield Object.fromEntries(names.map((name, at) => [name, values[at] as Row[string]]));
      else names = values.map(String);
    }
  }
}
