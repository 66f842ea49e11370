import { run } from "#lib/server/cpu/run";
import type { PreparedText } from "#lib/server/cpu/tasks";
import { Problem } from "#lib/server/problem";
import { foldedWords } from "#lib/server/search/words";
import { withoutFrontMatter } from "./front-matter.ts";
import { renderPlain } from "./plain.ts";
import type { Rendering } from "./render-env.ts";

/** How long a client waits before it tries again, in seconds. */
const RETRY_AFTER = "5";

/** Refuses a large text while too many others wait to be rendered. */
export const tooBusy = () =>
  new Problem("too-many-requests", {
    title: "Too many long texts are being rendered at the moment; try again in a few seconds",
    headers: { "Retry-After": RETRY_AFTER },
  });

const stopped = (content: string): Rendering => renderPlain(withoutFrontMatter(content), "rendering it took too long");

/** What a reader sees of a text that cannot be rendered at the moment. Not to be stored. */
export const renderBusy = (content: string): Rendering =>
  renderPlain(withoutFrontMatter(content), "the server is busy; reload the page in a moment");

/**
 * Renders a text within limits of size and time: small ones at once, large ones in the worker thread. One that exceeds them
 * is rendered as plain text.
 * @throws {Problem} 429 while too many large texts wait
 */
export async function renderBounded(content: string, isSigned: boolean): Promise<Rendering> {
  const outcome = await run("render", content.length, content, isSigned);
  if ("result" in outcome) return outcome.result;
  if (outcome.failure === "busy") throw tooBusy();
  return stopped(content);
}

/** The same for a text that is saved, with its plain text. @throws {Problem} 429 while too many large texts wait */
export async function prepareText(content: string, isSigned: boolean): Promise<PreparedText> {
  const outcome = await run("prepareText", content.length, content, isSigned);
  if ("result" in outcome) return outcome.result;
  if (outcome.failure === "busy") throw tooBusy();
  const plain = withoutFrontMatter(content);
  return { rendering: stopped(content), plain, words: foldedWords(plain) };
}
