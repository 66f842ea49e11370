/**
 * Next logs the error of a page that fails wherever it passes: in the page, in the second one that it is handed to
 * (`page-failure.ts`), and in its server. From now on each is logged once.
 */
export function logErrorsOnce(output: Pick<Console, "error"> = console): void {
  const { error: write } = output;
  const logged = new WeakSet<Error>();
  output.error = (...args: unknown[]) => {
    const errors = args.filter((argument) => argument instanceof Error);
    if (errors.length > 0 && errors.every((error) => logged.has(error))) return;
    for (const error of errors) logged.add(error);
    write.apply(output, args);
  };
}
