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
    <article className={`sheet post-item ${isShort ? "is-short" : ""}`}>
      <p className="post-date">
        {isPending ? labels.publishing : publishedAt ? <DateText value={publishedAt} /> : labels.draft}
      </p>
      <div>
        {cover && !isShort && site.hasListCovers && (
          <img src={thumbnailPath(cover.image, cover.width)} alt={cover.alt} loading="lazy" className="list-cover" />
        )}
        <h3 {...text}>{isPending ? shownTitle : <Link href={postPagePath(post)}>{shownTitle}</Link>}</h3>
        {preview && !isShort && (
          <p {...text} className="excerpt">
            {preview}
          </p>
        )}
        {!isShort && (
          <div className="post-facts">
            {author && (
              <>
                <Link href={authorPagePath(author)} dir="auto">
                  {author.name}
                </Link>{" "}
              </>
            )}
            <span>{labels.minutes(formatNumber(readingMinutes, site.language))}</span>
            <TagList tags={tags} />
          </div>
        )}
      </div>
    </article>
  );
}
