import { renderedMax } from "#lib/server/rendering/limits";
import { plainText } from "#lib/server/rendering/plain-text";
import { renderPost } from "#lib/server/rendering/render";
import { highlightExcerpt } from "#lib/server/search/highlight";
import { termsOf } from "#lib/server/search/terms";
import { wordsOf } from "#lib/server/search/words";
import { EXCERPT_MAX } from "#lib/shared/posts";
import { truncate } from "#lib/shared/truncate";
import { cpuRatio } from "./cpu.ts";

/** How many times longer the longer of two compared texts is. */
export const LENGTH_FACTOR = 8;
/**
 * The most that this may multiply the CPU time by: 8 if it is linear, up to 16 where only the longer text makes the garbage
 * collector copy what is in use, and 64 if it is quadratic.
 */
const RATIO_MAX = 24;

let count = 0;
/** The text with a suffix that makes it new to every cache. */
const fresh = (text: string) => `${text}\n\n${++count}`;

const bytesOf = (text: string) => Buffer.byteLength(renderPost(text).html);

/** The work on a post's text, by name. */
const WORK: Record<string, (text: string) => unknown> = {
  rendering: renderPost,
  "plain text": (text) => plainText(fresh(text)),
  excerpt: (text) => truncate(text, EXCERPT_MAX),
  words: wordsOf,
  highlighting: (text) => highlightExcerpt(text, termsOf("a b c")),
};

/**
 * Expects the CPU time of each operation to grow in proportion to the length of the text.
 * @param n the length of the shorter text, in characters
 */
export async function expectLinearTime(
  make: (n: number) => string,
  n: number,
  work: Record<string, (text: string) => unknown>,
): Promise<void> {
  const [small, large] = [make(n), make(LENGTH_FACTOR * n)];
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

/** Expects, of a post's text, bytes of HTML and CPU time of all work on it to grow in proportion to its length. */
export async function expectLinear(make: (n: number) => string, n: number): Promise<void> {
  const [small, large] = [make(n), make(LENGTH_FACTOR * n)];
  const bytes = bytesOf(large);
  expect(bytes).toBeLessThanOrEqual(renderedMax(large));
  // The shorter text may become longer HTML, where only the longer text exceeds a limit and is shown as plain text.
  expect(bytes).toBeLessThanOrEqual(1.25 * LENGTH_FACTOR * bytesOf(small) + 100);
  await expectLinearTime(make, n, WORK);
}
