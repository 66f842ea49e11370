import { renderedMax } from "#lib/server/rendering/limits";
import { plainText } from "#lib/server/rendering/plain-text";
import { renderPost } from "#lib/server/rendering/render";
import { highlightExcerpt } from "#lib/server/search/highlight";
import { termsOf } from "#lib/server/search/terms";
import { wordsOf } from "#lib/server/search/words";
import { EXCERPT_MAX } from "#lib/shared/posts";
import { truncate } from "#lib/shared/truncate";
import { cpuRatio } from "./cpu.ts";

/** The most that doubling a text may multiply the time by: 2 if it is linear, with a margin; 4 if it is quadratic. */
export const RATIO_MAX = 3.2;

let count = 0;
/** The text with a suffix that makes it new to every cache. */
const fresh = (text: string) => `${text}\n\n${++count}`;

const bytesOf = (text: string) => Buffer.byteLength(renderPost(text).html);

/** The operations that are measured, by name. */
export const WORK: Record<string, (text: string) => unknown> = {
  rendering: renderPost,
  "plain text": (text) => plainText(fresh(text)),
  excerpt: (text) => truncate(text, EXCERPT_MAX),
  words: wordsOf,
  highlighting: (text) => highlightExcerpt(text, termsOf("a b c")),
};

/** Expects bytes of HTML and CPU time of each operation to grow in proportion to the length of the text. */
export async function expectLinear(make: (n: number) => string, n: number, work = WORK): Promise<void> {
  const [small, large] = [make(n), make(2 * n)];
  const bytes = bytesOf(large);
  expect(bytes).toBeLessThanOrEqual(renderedMax(large));
  // The shorter text may become longer HTML, where only the longer text exceeds a limit and is shown as plain text.
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
