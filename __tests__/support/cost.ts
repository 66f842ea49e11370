import { truncate } from "#lib/server/rendering/excerpt";
import { renderedMax } from "#lib/server/rendering/limits";
import { plainText } from "#lib/server/rendering/plain-text";
import { renderPost } from "#lib/server/rendering/render";
import { highlightExcerpt } from "#lib/server/search/highlight";
import { termsOf } from "#lib/server/search/terms";
import { wordsOf } from "#lib/server/search/words";
import { EXCERPT_MAX } from "#lib/shared/posts";
import { cpuRatio } from "./cpu.ts";

/** Twice the text may take twice as long, and a bit more; with the square of its length it would take four times as long. */
export const RATIO_MAX = 3.2;

let count = 0;
/** The same text, and yet one that no cache knows. */
const fresh = (text: string) => `${text}\n\n${++count}`;

const bytesOf = (text: string) => Buffer.byteLength(renderPost(text).html);

/** What is done with texts, by name. */
export const WORK: Record<string, (text: string) => unknown> = {
  rendering: renderPost,
  "plain text": (text) => plainText(fresh(text)),
  excerpt: (text) => truncate(text, EXCERPT_MAX),
  words: wordsOf,
  highlighting: (text) => highlightExcerpt(text, termsOf("a b c")),
};

/** Expects twice the text to cost about twice as much: bytes of HTML, and CPU time of everything that is done with it. */
export async function expectLinear(make: (n: number) => string, n: number, work = WORK): Promise<void> {
  const [small, large] = [make(n), make(2 * n)];
  const bytes = bytesOf(large);
  expect(bytes).toBeLessThanOrEqual(renderedMax(large));
  // Of a shorter text more may become, where only the longer one is past a limit.
  expect(bytes).toBeLessThanOrEqual(2.5 * bytesOf(small) + 100);
  const ratios: Record<string, number> = {};
  for (const [name, act] of Object.entries(work)) {
    const ratio = await cpuRatio(
      () => act(small),
      () => act(large),
      RATIO_MAX,
    );
    if (ratio > RATIO_MAX) ratios[name] = ratio;
  }
  expect(ratios).toEqual({});
}
