import { parseArgs } from "node:util";

/** Something that an operator can have done. */
export type Command = {
  /** One line for the list of commands. */
  summary: string;
  /** What stands behind the command's name, as it is shown. */
  usage: string;
  /** The names of its options, all of which take a value, each with its explanation. */
  options: Record<string, string>;
  /** Further lines of help. */
  notes: string;
  /** @throws {UsageError} where options are missing or wrong */
  run(options: Record<string, string | undefined>, signal: AbortSignal): Promise<void>;
};

/** Whoever typed the command meant something else; the message is one line. */
export class UsageError extends Error {}

const PROGRAM = "npx octavo";

function overview(commands: Record<string, Command>): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: ${PROGRAM} <command> [options]

${lines.join("\n")}
  ${"help".padEnd(width)}  this text; \`help <command>\` says more of one
`;
}

function details(name: string, { notes, options, summary, usage }: Command): string {
  const width = Math.max(...Object.keys(options).map((option) => option.length));
  const lines = Object.entries(options).map(([option, text]) => `  --${option.padEnd(width)}  ${text}`);
  return `Usage: ${PROGRAM} ${name} ${usage}

${summary[0]?.toUpperCase()}${summary.slice(1)}.

${lines.join("\n")}

${notes.trim()}
`;
}

/** The message of an error in one line. A refused connection says what is wrong only in the errors inside it. */
function lineOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(lineOf).join("; ");
  return (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, " ");
}

function find(commands: Record<string, Command>, name: string): Command {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command;
  throw new UsageError(`there is no command "${name}"; \`${PROGRAM} help\` lists them`);
}

function optionsOf(name: string, command: Command, args: string[]): Record<string, string | undefined> {
  const options = Object.fromEntries(
    Object.keys(command.options).map((option) => [option, { type: "string" as const }]),
  );
  try {
    return parseArgs({ args, options, strict: true }).values as Record<string, string | undefined>;
  } catch (error) {
    const [first] = lineOf(error).split(". ");
    throw new UsageError(`${first}; \`${PROGRAM} help ${name}\` lists the options`);
  }
}

/** A signal that fires at the first Ctrl+C, or when the program is told to end; the second one ends it at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => controller.abort(new Error("stopped; nothing was changed")));
  }
  return controller.signal;
}

/** Runs what was asked for. @returns the exit code: 0, 1 for a failure, 2 for a wrong command line, 130 when stopped */
export async function run(commands: Record<string, Command>, args: string[]): Promise<number> {
  const [name = "help", ...rest] = args;
  const signal = stopSignal();
  try {
    if (["help", "--help", "-h"].includes(name)) {
      const [topic] = rest;
      process.stdout.write(topic === undefined ? overview(commands) : details(topic, find(commands, topic)));
      return 0;
    }
    const command = find(commands, name);
    if (rest.includes("--help") || rest.includes("-h")) process.stdout.write(details(name, command));
    else await command.run(optionsOf(name, command, rest), signal);
    return 0;
  } catch (error) {
    process.stderr.write(`octavo: ${lineOf(error)}\n`);
    if (error instanceof UsageError) return 2;
    return signal.aborted ? 130 : 1;
  }
}
