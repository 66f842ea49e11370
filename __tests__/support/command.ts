import { type Command, run } from "../../scripts/commands/run.ts";

/** The exit code of a command, and what it has printed. */
export type Printed = { status: number; stdout: string; stderr: string };

/** Runs a command of `npx octavo` in this process. */
export async function runCommand(commands: Record<string, Command>, ...args: string[]): Promise<Printed> {
  const printed = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    jest.spyOn(process[name], "write").mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    }),
  );
  try {
    return { status: await run(commands, args), ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
