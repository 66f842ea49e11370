type Props = {
  /** Escaped text with what a search found in `<mark>`, as the API gives it. */
  html: string;
};

const CHARACTERS: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const plain = (text: string) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => CHARACTERS[name] ?? "");

/** Shows what a search found. It is read for its marks only and never becomes HTML of the page. */
export function HighlightedText({ html }: Props) {
  return html
    .split(/<\/?mark>/)
    .map((text, place) => (place % 2 === 1 ? <mark key={place}>{plain(text)}</mark> : plain(text)));
}
