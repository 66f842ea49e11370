import { DateText } from "#components/site/date-text";
import { useSite } from "#components/site/site-context";
import { Link } from "#components/ui/link";
import { formatNumber } from "#lib/shared/dates";
import { thumbnailPath } from "#lib/shared/image-paths";
import * as labels from "#lib/shared/labels/post-item";
import { authorPagePath, postPagePath } from "#lib/shared/paths";
import type { PostSummary } from "#lib/shared/post-summary";
import { textAttributes } from "#lib/shared/text-attributes";
import { HighlightedText } from "./highlighted-text.tsx";
import { TagList } from "./tag-list.tsx";

type Props = {
  post: PostSummary;
  /** Shown optimistically; it has no path yet. */
  isPending?: boolean;
  /** Date and title only. */
  isShort?: boolean;
};

/** A post in a list, with its date in the margin. */
export function PostItem({ post, isPending = false, isShort = false }: Props) {
  const { cover, title, excerpt, author, tags, publishedAt, readingMinutes, highlight } = post;
  const site = useSite();
  const text = textAttributes(post, site);
  const shownTitle = highlight ? <HighlightedText html={highlight.title} /> : title;
  const preview = highlight?.content.includes("<mark>") ? <HighlightedText html={highlight.content} /> : excerpt;
  return (
    <article className={`sheet gap-y-1 border-t border-rule ${isShort ? "py-3" : "py-6 wide:py-7"}`}>
      <p className={`text-note text-ink-soft tabular-nums ${isShort ? "wide:pt-0.5" : "wide:pt-1.5"}`}>
        {isPending ? labels.publishing : publishedAt ? <DateText value={publishedAt} /> : labels.draft}
      </p>
      <div>
        {cover && !isShort && site.hasListCovers && (
          <img src={thumbnailPath(cover.image, cover.width)} alt={cover.alt} loading="lazy" className="list-cover" />
        )}
        <h3
          {...text}
          className={`font-serif font-medium ${isShort ? "text-body" : "text-heading"} ${isPending ? "text-ink-soft" : ""}`}
        >
          {isPending ? (
            shownTitle
          ) : (
            <Link
              href={postPagePath(post)}
              className="decoration-1 underline-offset-4 hover:text-accent hover:underline"
            >
              {shownTitle}
            </Link>
          )}
        </h3>
        {preview && !isShort && (
          <p {...text} className="mt-1.5 line-clamp-3 font-serif text-body text-ink-soft">
            {preview}
          </p>
        )}
        {!isShort && (
          <div className="mt-2 flex flex-wrap items-baseline gap-x-4 text-note text-ink-soft">
            {author && (
              <>
                <Link href={authorPagePath(author)} dir="auto" className="py-1 hover:text-accent">
                  {author.name}
                </Link>{" "}
              </>
            )}
            <span className="tabular-nums">{labels.minutes(formatNumber(readingMinutes, site.language))}</span>
            <TagList tags={tags} />
          </div>
        )}
      </div>
    </article>
  );
}
