import { createRequire } from "node:module";
import type { HLJSApi, LanguageFn } from "highlight.js";
import { containedIn } from "./code-languages.ts";
import { hcl } from "./hcl.ts";

const require = createRequire(import.meta.url);
/** The same, under a name that the bundler does not follow: it would bundle every language. */
const requireAtRuntime = [require][0] as NodeJS.Require;

let core: HLJSApi | undefined;

function load(hljs: HLJSApi, language: string): void {
  if (hljs.getLanguage(language)) return;
  const grammar: LanguageFn = language === "hcl" ? hcl : requireAtRuntime(`highlight.js/lib/languages/${language}`);
  hljs.registerLanguage(language, grammar);
  for (const contained of containedIn(language)) load(hljs, contained);
}

/** Highlights code, as HTML. Loads the highlighter with the first code, and each language with its first. */
export function highlightCode(code: string, language: string): string {
  core ??= require("highlight.js/lib/core") as HLJSApi;
  load(core, language);
  return core.highlight(code, { language, ignoreIllegals: true }).value;
}
