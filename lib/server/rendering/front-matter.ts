import type * as Toml from "smol-toml";
import type * as Yaml from "yaml";
import { requirePackage } from "#lib/server/require-package";
import { type FrontMatterBlock, splitFrontMatter } from "#lib/shared/front-matter";

/** Whether a block is a map with at least one key. Aliases of YAML are not expanded. */
function isMap({ block, format }: FrontMatterBlock): boolean {
  try {
    if (format === "toml") return Object.keys((requirePackage("smol-toml") as typeof Toml).parse(block)).length > 0;
    const yaml = requirePackage("yaml") as typeof Yaml;
    const { contents, errors } = yaml.parseDocument(block, { prettyErrors: false, uniqueKeys: false });
    return errors.length === 0 && yaml.isMap(contents) && contents.items.length > 0;
  } catch {
    // The parsers throw at what is neither.
    return false;
  }
}

/** The last block that was parsed: a save reads the same one several times, in a transaction too. */
let last = { block: "", format: "", isMap: false };

function isFrontMatter(found: FrontMatterBlock): boolean {
  if (found.block !== last.block || found.format !== last.format)
    last = { block: found.block, format: found.format, isMap: isMap(found) };
  return last.isMap;
}

/**
 * Removes front matter, as written for site generators: YAML between `---` or TOML between `+++` that is a map. Any other text is
 * returned unchanged, and so is one that has nothing else. The parsers are loaded with the first such text.
 */
export function withoutFrontMatter(source: string): string {
  const found = splitFrontMatter(source);
  return found && found.rest.trim() !== "" && isFrontMatter(found) ? found.rest : source;
}
