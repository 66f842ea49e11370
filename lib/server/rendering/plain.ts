import { escapeHtml } from "../escape-html.ts";
import type { Rendering } from "./render-env.ts";

/**
 * A text as it was typed, escaped, below one line that says why it is not rendered.
 * @param reason completes the sentence “Shown as plain text, because …”
 */
export function renderPlain(source: string, reason: string): Rendering {
  const why = `<p class="plain-text-reason">Shown as plain text, because ${escapeHtml(reason)}.</p>\n`;
  return { html: `${why}<pre class="plain-text">${escapeHtml(source)}</pre>\n`, contents: [] };
}
