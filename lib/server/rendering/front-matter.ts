import { createRequire } from "node:module";
import type * as Toml from "smol-toml";
import type * as Yaml from "yaml";
import { type FrontMatterBlock, splitFrontMatter } from "#lib/shared/front-matter";

const require = createRequire(import.meta.url);

/** Whether a block is a map with at least one key. Aliases of YAML are not expanded. */
function isMap({ block, format }: FrontMatterBlock): boolean {
  try {
    if (format === "toml") return Object.keys((require("smol-toml") as typeof Toml).parse(block)).length > 0;
    const yaml = require("yaml") as typeof Yaml;
    const { contents, errors } = yaml.parseDocument(block, { prettyErrors: false, uniqueKeys: false });
    return errors.length === 0 && yaml.isMap(contents) && contents.items.length > 0;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

/**
 * Removes front matter, as written for site generators: YAML between `---` or TOML between `+++` that is a map. Any other text is
 * returned unchanged, and so is one that has nothing else. The parsers are loaded with the first such text.
 */
export function withoutFrontMatter(source: string): string {
  const found = splitFrontMatter(source);
  return found && found.rest.trim() !== "" && isMap(found) ? found.rest : source;
}
