import { logErrorsOnce } from "#lib/server/next/log-errors-once";

/** An output, and what is written to it. */
function newOutput() {
  const lines: unknown[][] = [];
  const output = { error: (...args: unknown[]) => void lines.push(args) };
  logErrorsOnce(output);
  return { lines, output };
}

test("logErrorsOnce — the same error three times — logged once, other errors and text each time", () => {
  const { lines, output } = newOutput();
  const [error, other] = [new Error("broken"), new Error("broken")];
  for (let n = 0; n < 3; n++) output.error("⨯", error);
  output.error("⨯", other);
  output.error("text");
  output.error("text");
  expect(lines).toEqual([["⨯", error], ["⨯", other], ["text"], ["text"]]);
});
