import { escapeHtml } from "#lib/server/escape-html";
import { cleanText } from "#lib/shared/text";

/** A text, without the characters that XML 1.0 (section 2.2) cannot hold in any form, as it stands in an XML element or attribute. */
export const escapeXml = (text: string) => escapeHtml(cleanText(text));
