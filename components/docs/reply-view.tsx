import type { RawResponse } from "#lib/client/api";

/** JSON with its lines apart; anything else as it is. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

type Props = { reply: RawResponse };

/** What a server answered: status, headers and body. */
export function ReplyView({ reply: { status, statusText, headers, text } }: Props) {
  return (
    <>
      <p className="mono-line">
        <b>{status}</b> {statusText}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard has to reach what scrolls */}
      <pre tabIndex={0}>
        <code className="reply">{headers.map(([name, value]) => `${name}: ${value}`).join("\n")}</code>
        {text && <code>{`\n\n${readable(text)}`}</code>}
      </pre>
    </>
  );
}
