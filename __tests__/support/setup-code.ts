/** The output of started servers, by port. */
const outputs = new Map<string, () => string>();

/** Remembers the output of a server that has started. */
export function rememberOutput(url: string, output: () => string): void {
  outputs.set(new URL(url).port, output);
}

/** The setup code that a server has printed; undefined where it had an owner. */
export function setupCodeAt(url: string): string | undefined {
  const output = outputs.get(new URL(url).port)?.() ?? "";
  return /^Create the owner's account at \S+\/signup with the setup code (\S+)$/m.exec(output)?.[1];
}
