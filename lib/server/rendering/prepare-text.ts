import { foldedWords } from "#lib/server/search/words";
import { EXCERPT_MAX } from "#lib/shared/posts";
import { truncate } from "#lib/shared/truncate";
import { proseOf } from "./excerpt.ts";
import { withoutFrontMatter } from "./front-matter.ts";
import { type RenderOptions, renderPost } from "./render.ts";
import type { Rendering } from "./render-env.ts";
import { plainTextOf } from "./tokens.ts";

/** What saving a post derives from its text: the rendering, an excerpt, and words for the search index. */
export type PreparedText = { rendering: Rendering; excerpt: string; words: string[] };

/** Derives these from a text that is parsed once: the same as `renderPost`, `generateExcerpt` and the words of `plainText`. */
export function prepareText(content: string, options: RenderOptions): PreparedText {
  const source = withoutFrontMatter(content);
  let [text, prose] = [source, source];
  const rendering = renderPost(content, {
    ...options,
    onParsed(tokens) {
      text = plainTextOf(tokens);
      prose = proseOf(tokens);
    },
  });
  return { rendering, excerpt: truncate(prose, EXCERPT_MAX), words: foldedWords(text) };
}
