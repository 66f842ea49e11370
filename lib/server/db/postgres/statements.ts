/** How many statements a connection keeps prepared at the server; the app has some dozens of shapes. */
const PREPARED_MAX = 500;
/** Longer ones, in UTF-16 units, are those that write many rows: hardly any comes twice. */
const LENGTH_MAX = 10_000;

const names = new Map<string, string>();

/**
 * The name under which each connection prepares a statement when it first asks it, to have it parsed once and not each
 * time; the same statement has the same name. Undefined for what is not worth it.
 */
export function statementName(text: string, parameters: readonly unknown[]): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (parameters.length === 0 || text.length > LENGTH_MAX || names.size >= PREPARED_MAX) return undefined;
  const name = `octavo_${names.size}`;
  names.set(text, name);
  return name;
}
