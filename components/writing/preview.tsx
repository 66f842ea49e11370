import type { RefObject } from "react";
import { PostText } from "#components/posts/post-text";
import { useFormTitle } from "#lib/client/use-form-title";
import type { Direction } from "#lib/shared/direction";

type Props = {
  ref: RefObject<HTMLElement | null>;
  form: RefObject<HTMLFormElement | null>;
  /** The title as it is first. */
  title: string;
  /** Rendered by the server. */
  html: string;
  /** Of the content that it was rendered from. */
  direction: Direction;
  /** Whether the text has changed since. */
  isStale: boolean;
  /** Why it could not be updated. */
  error?: string | undefined;
};

/** Title and content as their page will show them. */
export function Preview({ ref, form, title: initial, html, direction, isStale, error }: Props) {
  const title = useFormTitle(form, initial).trim();
  return (
    <section
      ref={ref}
      aria-label="Preview"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be focusable
      tabIndex={0}
      aria-busy={isStale}
      className="desk:sticky desk:top-20 desk:max-h-[calc(100dvh-6rem)] desk:overflow-y-auto desk:border-l desk:border-rule desk:pl-10"
    >
      <div>
        <p className="mb-5 text-note text-ink-soft">{error ? `No preview: ${error}.` : "Preview"}</p>
        {title && (
          <p dir="auto" className="mb-6 font-serif text-title font-medium tracking-tight text-balance">
            {title}
          </p>
        )}
        {html ? (
          <PostText html={html} dir={direction} />
        ) : (
          <p className="font-serif text-body text-ink-soft italic">What you write appears here as it will be read.</p>
        )}
      </div>
    </section>
  );
}
