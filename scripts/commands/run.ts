import { CommanderError, Option, Command as Program } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { printable } from "./printable.ts";

/** A command of `npx octavo`. */
export type Command = {
  /** One line for the list of commands. */
  summary: string;
  /** Its options, as help shows them after the command's name. */
  usage: string;
  /** Positional arguments, such as `<source...>`. */
  arguments?: string;
  /** Descriptions of the options by flags, such as `--from <database>`. Without a value in the flags, an option is a switch. */
  options: Record<string, string>;
  /** The names of options that may be repeated. */
  repeatable?: string[];
  /** Commands below it, as `users suspend`; it is run itself where none is named. */
  commands?: Record<string, Command>;
  /** Further lines of help. */
  notes: string;
  /** @throws {UsageError} if an option is missing or invalid */
  run(options: Record<string, string | undefined>, signal: AbortSignal, given: Given): Promise<void>;
};

/** What is given beside options with one value. */
export type Given = {
  /** The positional arguments; paths are relative to `cwd`. */
  args: string[];
  /** The names of the switches. */
  switches: Set<string>;
  /** The values of repeatable options, by name. */
  lists: Record<string, string[]>;
  /** The directory in which the command was run. */
  cwd: string;
};

/** The command line is wrong; the message is one line. */
export class UsageError extends Error {}

/** The width of help that is not printed on a terminal, in columns. */
const HELP_WIDTH = 120;

const STOP_SIGNALS = ["SIGINT", "SIGTERM"] as const;

const onOneLine = (text: string) => printable(text.trim().replace(/\s*\n\s*/g, " "));

/** The message of an error on one line. A refused connection has its messages only in the errors that it aggregates. */
function lineOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(lineOf).join("; ");
  return onOneLine(error instanceof Error ? error.message : String(error));
}

/** An AbortSignal for the first SIGINT (Ctrl+C) or SIGTERM; the second one ends the process. */
function stopSignal(): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = () => controller.abort(new Error("stopped; nothing was changed"));
  for (const name of STOP_SIGNALS) process.once(name, stop);
  const release = () => {
    for (const name of STOP_SIGNALS) process.off(name, stop);
  };
  return { signal: controller.signal, release };
}

/** A parser that throws CommanderError instead of ending the process. */
function createProgram(): Program {
  return new Program("npx octavo")
    .usage("<command> [options]")
    .version(manifest.version)
    .exitOverride()
    .configureOutput({
      getOutHelpWidth: () => process.stdout.columns ?? HELP_WIDTH,
      outputError: (text, write) => write(`octavo: ${onOneLine(text).replace(/^error: /, "")}\n`),
    })
    .configureHelp({ subcommandTerm: (command) => command.name() });
}

function addCommand(program: Program, name: string, command: Command, signal: AbortSignal, cwd: string): void {
  const { notes, options, repeatable = [], summary, usage } = command;
  const parser = program
    .command(name)
    .summary(summary)
    .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
    .usage(usage)
    .addHelpText("after", `\n${notes.trim()}`)
    .action(() => {
      // The command above may have the same option, and takes it wherever it stands.
      const values = Object.entries(parser.optsWithGlobals<Record<string, string | true | string[] | undefined>>());
      const given: Given = {
        args: parser.args,
        switches: new Set(values.filter(([, value]) => value === true).map(([key]) => key)),
        lists: Object.fromEntries(values.filter((entry): entry is [string, string[]] => Array.isArray(entry[1]))),
        cwd,
      };
      const single = values.filter((entry): entry is [string, string] => typeof entry[1] === "string");
      return command.run(Object.fromEntries(single), signal, given);
    });
  if (command.arguments) parser.argument(command.arguments);
  for (const [flags, description] of Object.entries(options)) {
    const option = new Option(flags, description);
    if (repeatable.includes(option.attributeName()))
      option.argParser((value, list?: string[]) => [...(list ?? []), value]);
    parser.addOption(option);
  }
  for (const [below, one] of Object.entries(command.commands ?? {})) addCommand(parser, below, one, signal, cwd);
  // Each command has --help.
  parser.helpCommand(false);
}

/** `help <command>`; unlike commander's own, it names an unknown command instead of listing all of them. */
function addHelp(program: Program): void {
  program
    .command("help")
    .argument("[command...]")
    .summary("shows this list; `help <command>` describes a command")
    .action((names: string[]) => {
      let topic = program;
      for (const name of names) {
        const below = topic.commands.find((command) => command.name() === name);
        if (!below) program.error(`error: unknown command '${name}'`);
        topic = below;
      }
      topic.outputHelp();
    });
}

/**
 * Parses the arguments and runs a command.
 * @param cwd the directory in which it was run
 * @returns the exit code: 0, 1 on failure, 2 on wrong usage, 130 when stopped
 */
export async function run(commands: Record<string, Command>, args: string[], cwd = process.cwd()): Promise<number> {
  const { release, signal } = stopSignal();
  const program = createProgram();
  for (const [name, command] of Object.entries(commands)) addCommand(program, name, command, signal, cwd);
  addHelp(program);
  try {
    await program.parseAsync(args.length > 0 ? args : ["help"], { from: "user" });
    return 0;
  } catch (error) {
    // commander has written its message already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`octavo: ${lineOf(error)}\n`);
    if (error instanceof UsageError) return 2;
    return signal.aborted ? 130 : 1;
  } finally {
    release();
  }
}
