import type { ReactNode } from "react";
import { DateText } from "#components/ui/date-text";
import { Link } from "#components/ui/link";
import type { Neighbours } from "#lib/shared/neighbours";
import type { PostToRead } from "#lib/shared/post-summary";
import type { Preview } from "#lib/shared/preview";
import { PostNeighbours } from "./post-neighbours.tsx";
import { PostText } from "./post-text.tsx";
import { TableOfContents } from "./table-of-contents.tsx";
import { TagList } from "./tag-list.tsx";

type Props = {
  post: PostToRead;
  rendering: Preview;
  neighbours: Neighbours;
  /** The actions of the post. */
  children?: ReactNode;
};

/** A post as it is read. */
export function PostView({ post, rendering, neighbours, children }: Props) {
  const { title, author, tags, publishedAt, readingMinutes, updatedAt } = post;
  const isRevised = publishedAt !== null && updatedAt.slice(0, 10) > publishedAt.slice(0, 10);
  return (
    <article>
      {/* Reader modes look for an element with byline, title and text, without navigation. */}
      <div className="article sheet gap-y-3">
        {/* The spaces are for text browsers and reader modes. React separates two in a row by a comment, which breaks the line. */}
        <div className="flex flex-wrap gap-x-4 text-note text-ink-soft tabular-nums wide:flex-col wide:pt-4">
          {publishedAt ? (
            <span>
              <span className="sr-only">Dated </span>
              <DateText value={publishedAt} />
            </span>
          ) : (
            <span>
              Draft<span className="sr-only">, not published</span>
            </span>
          )}{" "}
          {author && (
            <>
              <span dir="auto">{author.name}</span>{" "}
            </>
          )}
          <span>{`${readingMinutes} min to read`}</span>
          {isRevised && (
            <>
              {" "}
              <span>
                Revised <DateText value={updatedAt} />
              </span>
            </>
          )}
        </div>
        <h1 dir="auto" className="font-serif text-title font-medium tracking-tight">
          {title}
        </h1>
        <TableOfContents contents={rendering.contents} readingMinutes={readingMinutes} />
        <div className="sheet-text mt-5 wide:mt-7">
          <PostText html={rendering.html} />
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
              All posts
            </Link>
          </div>
          <PostNeighbours {...neighbours} />
        </footer>
      </div>
    </article>
  );
}
