import { run } from "#lib/server/cpu/run";
import { Problem } from "#lib/server/problem";
import { foldedWords } from "#lib/server/search/words";
import type { Direction } from "#lib/shared/direction";
import { EXCERPT_MAX } from "#lib/shared/posts";
import { truncate } from "#lib/shared/truncate";
import { withoutFrontMatter } from "./front-matter.ts";
import { renderPlain } from "./plain.ts";
import type { PreparedText } from "./prepare-text.ts";
import type { Rendering } from "./render-env.ts";

/** The Retry-After header, in seconds. */
const RETRY_AFTER = "5";

/** The 429 problem for a large text while too many others wait for the worker thread. */
export const tooBusy = () =>
  new Problem("too-many-requests", {
    title: "Too many long texts are being rendered at the moment; try again in a few seconds",
    headers: { "Retry-After": RETRY_AFTER },
  });

/** The rendering of a text that took too long. */
export const stopped = (content: string): Rendering =>
  renderPlain(withoutFrontMatter(content), "rendering it took too long");

/** The rendering of a text while the server is busy. It must not be stored. */
export const renderBusy = (content: string): Rendering =>
  renderPlain(withoutFrontMatter(content), "the server is busy; reload the page in a moment");

/**
 * Renders a text within limits of size and time: small ones immediately, large ones in the worker thread. Texts that exceed
 * the limits are rendered as plain text.
 * @param direction the base direction of the post; by default that of the text alone
 * @throws {Problem} 429 if too many large texts wait
 */
export async function renderBounded(
  content: string,
  isTrustedAuthor: boolean,
  direction?: Direction,
): Promise<Rendering> {
  const outcome = await run("render", content.length, content, isTrustedAuthor, direction);
  if ("result" in outcome) return outcome.result;
  if (outcome.failure === "busy") throw tooBusy();
  return stopped(content);
}

/** The same for a text to save, with its excerpt and search words. @throws {Problem} 429 if too many large texts wait */
export async function prepareText(
  content: string,
  isTrustedAuthor: boolean,
  direction?: Direction,
): Promise<PreparedText> {
  const outcome = await run("prepareText", content.length, content, isTrustedAuthor, direction);
  if ("result" in outcome) return outcome.result;
  if (outcome.failure === "busy") throw tooBusy();
  const plain = withoutFrontMatter(content);
  return { rendering: stopped(content), excerpt: truncate(plain, EXCERPT_MAX), words: foldedWords(plain) };
}

/** The search words of a text to save, where it is not rendered. @throws {Problem} 429 if too many large texts wait */
export async function prepareWords(content: string): Promise<string[]> {
  const outcome = await run("words", content.length, content);
  if ("result" in outcome) return outcome.result;
  if (outcome.failure === "busy") throw tooBusy();
  return foldedWords(withoutFrontMatter(content));
}
