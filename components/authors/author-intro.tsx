import type { ReactNode } from "react";
import { PostText } from "#components/posts/post-text";
import { useSite } from "#components/site/site-context";
import { type AuthorToRead, authorFeedPath } from "#lib/shared/author-page";
import { formatNumber } from "#lib/shared/dates";
import { FEEDS } from "#lib/shared/feeds";
import { imageSrcset, thumbnailPath } from "#lib/shared/image-paths";
import * as labels from "#lib/shared/labels/author";
import * as listLabels from "#lib/shared/labels/list-pages";

type Props = {
  author: AuthorToRead;
  /** The number of posts. */
  total: number;
  /** Beside the number of posts. */
  children?: ReactNode;
};

/** The side of the image, in CSS pixels. */
const SIDE = 96;

function Portrait({ image, width, height }: NonNullable<AuthorToRead["image"]>) {
  // It is cut to a square: a wide image is shown wider than that.
  const shownWidth = Math.ceil(SIDE * Math.max(1, width / height));
  return (
    <img
      src={thumbnailPath(image, width)}
      srcSet={imageSrcset(image, width)}
      sizes={`${shownWidth}px`}
      width={SIDE}
      height={SIDE}
      alt=""
      className="mb-5 size-24 rounded-full object-cover wide:mb-0"
    />
  );
}

/** A link without its label is the URL without its scheme. */
const shownUrl = (url: string) => url.replace(/^https?:\/\/(?:www\.)?/, "").replace(/\/$/, "");

/** The beginning of an author's page: image, name, bio, links and the number of posts. */
export function AuthorIntro({ author, total, children }: Props) {
  const { bio, image, links, name } = author;
  const { language, text } = useSite();
  return (
    <div className="sheet mb-8">
      {image && <Portrait {...image} />}
      <div className="sheet-text">
        <h1 dir="auto" className="font-serif text-title font-medium tracking-tight">
          {name}
        </h1>
        {bio && (
          <div className="mt-5">
            <PostText {...text} html={bio} />
          </div>
        )}
        {links.length > 0 && (
          <ul aria-label={labels.elsewhere} className="mt-5 flex flex-wrap gap-x-5 gap-y-1">
            {links.map(({ label, url }) => (
              <li key={url} dir="auto" className="wrap-anywhere">
                <a href={url} rel="me" className="link inline-block py-1">
                  {label || shownUrl(url)}
                </a>
              </li>
            ))}
          </ul>
        )}
        <p className="mt-6 text-note text-ink-soft tabular-nums">
          {`${listLabels.postCount(total, formatNumber(total, language))} · `}
          <a href={authorFeedPath(FEEDS.rss.path, author)} type={FEEDS.rss.type} className="link">
            {labels.follow}
          </a>
          {children}
        </p>
      </div>
    </div>
  );
}
