import { PostText } from "#components/posts/post-text";

type Props = {
  /** As the server makes it of the text. */
  html: string;
  /** Whether the text has gone on since. */
  isStale: boolean;
  /** Why there is no newer one. */
  refusal?: string | undefined;
};

/** The text as its page will show it. */
export function Preview({ html, isStale, refusal }: Props) {
  return (
    <section
      aria-label="Preview"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
      tabIndex={0}
      aria-busy={isStale}
      className="desk:max-h-[calc(100dvh-3rem)] desk:overflow-y-auto desk:border-l desk:border-rule desk:pl-10"
    >
      <p className="mb-5 text-note text-ink-soft">{refusal ? `No preview: ${refusal}.` : "Preview"}</p>
      {html ? (
        <PostText html={html} />
      ) : (
        <p className="font-serif text-body text-ink-soft italic">What you write appears here as it will be read.</p>
      )}
    </section>
  );
}
