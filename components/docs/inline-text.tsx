type Props = { text: string };

/** Text with code between backticks. */
export function InlineText({ text }: Props) {
  return text.split("`").map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>));
}
