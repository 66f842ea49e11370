import type { ReactNode } from "react";
import { DateText } from "#components/site/date-text";
import { useSite } from "#components/site/site-context";
import { Link } from "#components/ui/link";
import { formatDate, formatNumber } from "#lib/shared/dates";
import * as labels from "#lib/shared/labels/post";
import type { Neighbours } from "#lib/shared/neighbours";
import { authorPagePath } from "#lib/shared/paths";
import type { PostToRead } from "#lib/shared/post-to-read";
import type { Preview } from "#lib/shared/preview";
import { textAttributes } from "#lib/shared/text-attributes";
import { CoverImage } from "./cover-image.tsx";
import { PostNeighbours } from "./post-neighbours.tsx";
import { PostText } from "./post-text.tsx";
import { TableOfContents } from "./table-of-contents.tsx";
import { TagList } from "./tag-list.tsx";

type Props = {
  post: PostToRead;
  rendering: Preview;
  neighbours: Neighbours;
  /** Whether the author's page exists: it does where the post is public. */
  hasAuthorPage?: boolean;
  /** Whether the post becomes public in the future. */
  isScheduled?: boolean;
  /** The actions of the post. */
  children?: ReactNode;
};

/** A post as it is read. */
export function PostView({ post, rendering, neighbours, hasAuthorPage = true, isScheduled, children }: Props) {
  const { title, author, cover, tags, publishedAt, readingMinutes, updatedAt } = post;
  const site = useSite();
  const text = textAttributes(post, site);
  const isRevised =
    publishedAt !== null && updatedAt > publishedAt && formatDate(updatedAt, site) !== formatDate(publishedAt, site);
  return (
    <article>
      {/* Reader modes look for an element with byline, title and text, without navigation. */}
      <div className="article sheet gap-y-3">
        {/* The spaces are for text browsers and reader modes. React separates two in a row by a comment, which breaks the line. */}
        <div className="flex flex-wrap gap-x-4 text-note text-ink-soft tabular-nums wide:flex-col wide:pt-4">
          {publishedAt ? (
            <span>
              <span
                className={isScheduled ? undefined : "sr-only"}
              >{`${isScheduled ? labels.scheduled : labels.dated} `}</span>
              <DateText value={publishedAt} />
            </span>
          ) : (
            <span>
              {labels.draft}
              <span className="sr-only">{labels.notPublished}</span>
            </span>
          )}{" "}
          {author && (
            <>
              {hasAuthorPage ? (
                <Link
                  href={authorPagePath(author)}
                  rel="author"
                  dir="auto"
                  className="-my-1 py-1 underline decoration-rule underline-offset-4 hover:text-accent"
                >
                  {author.name}
                </Link>
              ) : (
                <span dir="auto">{author.name}</span>
              )}{" "}
            </>
          )}
          <span>{labels.minutesToRead(formatNumber(readingMinutes, site.language))}</span>
          {isRevised && (
            <>
              {" "}
              <span>
                {`${labels.revised} `}
                <DateText value={updatedAt} />
              </span>
            </>
          )}
        </div>
        <h1 {...text} className="font-serif text-title font-medium tracking-tight">
          {title}
        </h1>
        {cover && <CoverImage cover={cover} />}
        <TableOfContents contents={rendering.contents} {...post} />
        <div className="sheet-text mt-5 wide:mt-7">
          <PostText {...text} html={rendering.html} />
        </div>
      </div>
      <div className="sheet">
        <footer className="sheet-text mt-12 space-y-6 border-t border-rule pt-6">
          <div className="text-note text-ink-soft">
            <TagList tags={tags} />
          </div>
          <div className="flex min-h-11 flex-wrap items-center gap-3 print:hidden">
            {children}{" "}
            <Link href="/blog" className="link ms-auto py-2">
              {labels.allPosts}
            </Link>
          </div>
          <PostNeighbours {...neighbours} />
        </footer>
      </div>
    </article>
  );
}
