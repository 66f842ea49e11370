import { escapeHtml } from "../escape-html.ts";
import type { Rendering } from "./render-env.ts";

/**
 * Renders a text as escaped source, below a line with the reason.
 * @param reason completes “Shown as plain text, because …”
 */
export function renderPlain(source: string, reason: string): Rendering {
  const note = `<p class="plain-text-reason">Shown as plain text, because ${escapeHtml(reason)}.</p>\n`;
  return { html: `${note}<pre class="plain-text">${escapeHtml(source)}</pre>\n`, contents: [] };
}
