import { useSite } from "#components/site/site-context";
import * as labels from "#lib/shared/labels/post";
import type { PostToRead } from "#lib/shared/post-to-read";
import type { Preview } from "#lib/shared/preview";
import { textAttributes } from "#lib/shared/text-attributes";

/** The least number of headings and minutes for which contents are shown. */
const HEADINGS_MIN = 3;
const MINUTES_MIN = 2;

type Props = Pick<PostToRead, "language" | "direction" | "readingMinutes"> & { contents: Preview["contents"] };

/** The headings of a long text: above it on a phone, in the margin on wide screens. */
export function TableOfContents({ contents, readingMinutes, ...languages }: Props) {
  const text = textAttributes(languages, useSite());
  if (contents.length < HEADINGS_MIN || readingMinutes < MINUTES_MIN) return null;
  const hasManySections = contents.filter(({ level }) => level === 2).length >= HEADINGS_MIN;
  return (
    <nav
      aria-labelledby="contents"
      className="sidebar mt-5 text-note wide:sticky wide:top-6 wide:mt-9 wide:max-h-[calc(100dvh-3rem)] wide:self-start wide:overflow-y-auto"
    >
      <h2 id="contents" className="text-ink-soft">
        {labels.contents}
      </h2>
      <ol {...text} className="mt-1 border-t border-rule">
        {contents.map(({ id, text, level }) => (
          <li key={id} className={level === 2 ? "" : `ms-3 ${hasManySections ? "max-wide:hidden" : ""}`}>
            <a href={`#${encodeURIComponent(id)}`} className="block py-1 hover:text-accent hover:underline">
              {text}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
