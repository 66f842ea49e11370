import type { RefObject } from "react";
import { CoverImage } from "#components/posts/cover-image";
import { PostText } from "#components/posts/post-text";
import { useFormText } from "#lib/client/use-form-text";
import { coverOf, useImage } from "#lib/client/use-image";
import type { Direction } from "#lib/shared/direction";
import { TEXT_FIELDS } from "#lib/shared/post-fields";

type Props = {
  ref: RefObject<HTMLElement | null>;
  form: RefObject<HTMLFormElement | null>;
  /** As they are first. */
  title: string;
  cover: string;
  /** Rendered by the server. */
  html: string;
  /** Of the content that it was rendered from. */
  direction: Direction;
  /** Whether the text has changed since. */
  isStale: boolean;
  /** Why it could not be updated. */
  error?: string | undefined;
};

/** Title, cover and content as their page will show them. */
export function Preview({ ref, form, html, direction, isStale, error, ...first }: Props) {
  const title = useFormText(form, "title", first.title).trim();
  const typed = TEXT_FIELDS.cover.parse(useFormText(form, "cover", first.cover));
  const cover = coverOf(typed, useImage(typed?.image).image);
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
        {cover && (
          <div className="mb-6">
            <CoverImage cover={cover} />
          </div>
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
