import type { RawResponse } from "#lib/client/api";

/** Formats JSON with indentation; other text is unchanged. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

type Props = { reply: RawResponse };

/** The status, headers and body of a response. */
export function ReplyView({ reply: { status, statusText, headers, text } }: Props) {
  return (
    <>
      <p className="mono-line">
        <b>{status}</b> {statusText}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be focusable */}
      <pre tabIndex={0}>
        <code className="reply">{headers.map(([name, value]) => `${name}: ${value}`).join("\n")}</code>
        {text && <code>{`\n\n${readable(text)}`}</code>}
      </pre>
    </>
  );
}
