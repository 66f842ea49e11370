import { escapeHtml } from "#lib/server/escape-html";
import { cleanText } from "#lib/shared/text";

/** Escapes text for an XML element or attribute, and removes characters that XML 1.0 does not allow (section 2.2). */
export const escapeXml = (text: string) => escapeHtml(cleanText(text));
