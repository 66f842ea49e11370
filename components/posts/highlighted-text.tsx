type Props = {
  /** Escaped text from the API, with search matches in `<mark>`. */
  html: string;
};

const CHARACTERS: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const unescapeHtml = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => CHARACTERS[name] ?? "");

/** Text with search matches highlighted. Only the marks are parsed; nothing is inserted as HTML. */
export function HighlightedText({ html }: Props) {
  return html
    .split(/<\/?mark>/)
    .map((text, index) => (index % 2 === 1 ? <mark key={index}>{unescapeHtml(text)}</mark> : unescapeHtml(text)));
}
