import type { PostSummary } from "./post-summary.ts";

/** An author as their page shows them. */
export type AuthorToRead = {
  name: string;
  slug: string;
  /** HTML. */
  bio: string;
  image: { image: string; width: number; height: number } | null;
  links: { label: string; url: string }[];
};

/** What the page of an author shows. */
export type AuthorPageData = {
  author: AuthorToRead;
  /** A page of the posts, without their author. */
  posts: PostSummary[];
  /** The number of posts over all pages. */
  total: number;
  /** The cursors of this page and of the next one; left out on the first and on the last. */
  after?: string;
  next?: string;
  /** The meta description. */
  description: string;
  /** JSON-LD. */
  structuredData: string;
};

/** The path of a feed of one author. */
export const authorFeedPath = (path: string, { slug }: { slug: string }) =>
  `${path}?${new URLSearchParams({ author: slug })}`;
