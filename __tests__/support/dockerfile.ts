import { DockerfileParser, type Instruction, type JSONInstruction } from "dockerfile-ast";

/** An instruction of a Dockerfile; `text` is everything after its keyword and its flags. */
export type Step = { keyword: string; flags: Record<string, string>; words: string[]; text: string; line: number };
/** A stage: `FROM base AS name` with what follows. */
export type Stage = { base: string; name: string | undefined; steps: Step[] };

type WithFlags = Instruction & Pick<JSONInstruction, "getFlags">;

function stepOf(instruction: Instruction): Step {
  const flags = "getFlags" in instruction ? (instruction as WithFlags).getFlags() : [];
  const text = (instruction.getRawArgumentsContent() ?? "").replace(/\\\n/g, "");
  return {
    keyword: instruction.getKeyword(),
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ""])),
    words: instruction.getArguments().map((argument) => argument.getValue()),
    text,
    line: instruction.getRange().start.line + 1,
  };
}

/** Parses a Dockerfile into its stages. */
export function parseDockerfile(content: string): Stage[] {
  const stages: Stage[] = [];
  for (const step of DockerfileParser.parse(content).getInstructions().map(stepOf)) {
    if (step.keyword === "FROM") stages.push({ base: step.words[0] ?? "", name: step.words[2], steps: [] });
    else stages.at(-1)?.steps.push(step);
  }
  return stages;
}

/** The command of `CMD ["…"]` or `HEALTHCHECK … CMD ["…"]`. @throws {SyntaxError} where it is not in JSON form */
export const commandOf = ({ text }: Step): string[] => JSON.parse(text.slice(text.indexOf("["))) as string[];

/** Values of `ENV`. */
export const variablesOf = ({ words }: Step): Record<string, string> =>
  Object.fromEntries(words.map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]));
