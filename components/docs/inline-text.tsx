type Props = { text: string };

/** A line in which backticks mark code. */
export function InlineText({ text }: Props) {
  return text.split("`").map((part, place) => (place % 2 === 0 ? part : <code key={place}>{part}</code>));
}
