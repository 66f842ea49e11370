import type { Random } from "./random.ts";
import { someWord } from "./words.ts";

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const many = <T>(count: number, create: () => T): T[] => Array.from({ length: count }, create);

export function someTitle(chance: Random): string {
  return upper(many(2 + chance.below(6), () => someWord(chance)).join(" "));
}

function sentence(chance: Random): string {
  const words = many(4 + chance.below(14), () => someWord(chance));
  const at = chance.below(words.length);
  if (chance.below(6) === 0) words[at] = chance.of([`*${words[at]}*`, `**${words[at]}**`, `\`${words[at]}\``]);
  if (chance.below(20) === 0) words[at] = `[${words[at]}](https://example.org/${chance.below(10_000)})`;
  return `${upper(words.join(" "))}${chance.of([".", ".", ".", "?", "!"])}`;
}

const paragraph = (chance: Random) => many(1 + chance.below(4), () => sentence(chance)).join(" ");

/** A block of a post: mostly a paragraph, sometimes another kind of Markdown block. */
function block(chance: Random): string {
  const kind = chance.below(20);
  if (kind === 0) return `## ${someTitle(chance)}`;
  if (kind === 1) return many(2 + chance.below(3), () => `- ${sentence(chance)}`).join("\n");
  if (kind === 2) return `> ${sentence(chance)}`;
  if (kind === 3) return `\`\`\`js\nconst ${someWord(chance)} = ${chance.below(1_000)};\n\`\`\``;
  return paragraph(chance);
}

/** Markdown: mostly a few hundred characters, sometimes a long post. */
export function someContent(chance: Random): string {
  const blocks = chance.below(40) === 0 ? 8 + chance.below(20) : 1 + chance.below(3);
  return [paragraph(chance), ...many(blocks - 1, () => block(chance))].join("\n\n");
}
