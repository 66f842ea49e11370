import { cleanText } from "#lib/shared/text";

const NAMES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** A text, without the characters that XML 1.0 (section 2.2) cannot hold in any form, as it stands in an XML element or attribute. */
export const escapeXml = (text: string) => cleanText(text).replace(/[&<>"']/g, (sign) => NAMES[sign] ?? sign);
