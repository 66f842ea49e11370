/** How many statements a connection prepares at the server; the app has some dozens of query shapes. */
const PREPARED_MAX = 500;
/** Longer statements, in UTF-16 units, insert many rows and hardly ever repeat. */
const LENGTH_MAX = 10_000;

const names = new Map<string, string>();

/**
 * The name under which each connection prepares a statement on first use, so that the server parses it once. The same
 * statement has the same name. Undefined where preparing does not pay.
 */
export function statementName(text: string, parameters: readonly unknown[]): string | undefined {
  const cached = names.get(text);
  if (cached !== undefined) return cached;
  if (parameters.length === 0 || text.length > LENGTH_MAX || names.size >= PREPARED_MAX) return undefined;
  const name = `octavo_${names.size}`;
  names.set(text, name);
  return name;
}
