/** What XML 1.0 (section 2.2) can hold in no form at all: most control characters, lone surrogates, U+FFFE, U+FFFF. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A text in which everything may stand in an XML document; what may not is replaced by U+FFFD. */
export const xmlText = (text: string) => text.replace(FORBIDDEN, "\ufffd");

const NAMES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/** A text as it stands in an XML element or attribute. */
export const escapeXml = (text: string) => xmlText(text).replace(/[&<>"']/g, (sign) => NAMES[sign] ?? sign);
