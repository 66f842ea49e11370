import type { HLJSApi, LanguageFn } from "highlight.js";
import { requirePackage } from "#lib/server/require-package";
import { containedIn } from "./code-languages.ts";
import { hcl } from "./hcl.ts";

let core: HLJSApi | undefined;

function load(hljs: HLJSApi, language: string): void {
  if (hljs.getLanguage(language)) return;
  const grammar = language === "hcl" ? hcl : (requirePackage(`highlight.js/lib/languages/${language}`) as LanguageFn);
  hljs.registerLanguage(language, grammar);
  for (const contained of containedIn(language)) load(hljs, contained);
}

/** Highlights code, as HTML. Loads the highlighter with the first code, and each language with its first. */
export function highlightCode(code: string, language: string): string {
  core ??= requirePackage("highlight.js/lib/core") as HLJSApi;
  load(core, language);
  return core.highlight(code, { language, ignoreIllegals: true }).value;
}
