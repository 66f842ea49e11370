import { plainText } from "#lib/server/rendering/plain-text";
import { type Term, termsOf } from "#lib/server/search/terms";
import { foldedWords, sortKey } from "#lib/server/search/words";
import { hasPublicationDates } from "#lib/shared/list-options";
import type { TagCount } from "#lib/shared/tags";
import type { PlannedQuery } from "./arbitraries.ts";

const TRASH_MS = 30 * 24 * 60 * 60 * 1000;

export type Save = {
  title: string;
  content: string;
  /** The author's own; undefined if it is generated from the content. */
  excerpt: string | undefined;
  tags: string[];
  status: "draft" | "published";
  publishedAt: number | null;
  savedAt: number;
};
export type ModelPost = {
  id: number;
  author: string | null;
  createdAt: number;
  trashedAt: number | null;
  saves: Save[];
};

/** The newest save of a post. */
export const newest = ({ saves }: ModelPost): Save => saves.at(-1) as Save;

function hasTerm(text: string[], { words: wanted, isPrefix }: Term): boolean {
  return text.some((_, at) =>
    wanted.every((word, n) => {
      const found = text[at + n];
      return isPrefix && n === wanted.length - 1 ? found?.startsWith(word) : found === word;
    }),
  );
}

/** Whether each term matches one of the texts. */
const hasAll = (texts: string[][], terms: Term[]) => terms.every((term) => texts.some((text) => hasTerm(text, term)));

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const compare = (a: string | number, b: string | number) =>
  typeof a === "number" ? a - Number(b) : byBytes(a, String(b));

/** A model of Octavo's posts in plain arrays, the simplest implementation to compare lists with. */
export class Model {
  now = Date.UTC(2026, 0, 1);
  posts: ModelPost[] = [];

  isGone({ trashedAt }: ModelPost): boolean {
    return trashedAt !== null && trashedAt + TRASH_MS <= this.now;
  }

  isPublic(post: ModelPost): boolean {
    const { publishedAt, status } = newest(post);
    return post.trashedAt === null && status === "published" && publishedAt !== null && publishedAt <= this.now;
  }

  #isIn(post: ModelPost, status: PlannedQuery["status"]): boolean {
    if (status === undefined || status === "published") return this.isPublic(post);
    if (status === "trash") return post.trashedAt !== null && !this.isGone(post);
    if (post.trashedAt !== null) return false;
    if (status === "any") return true;
    return status === "draft"
      ? newest(post).status === "draft"
      : newest(post).status === "published" && !this.isPublic(post);
  }

  /** The sort key of a post in a list, most significant first. */
  sortKeyOf(post: ModelPost, { q, sort, status }: PlannedQuery): (string | number)[] {
    const { publishedAt, savedAt, title } = newest(post);
    const keys = { publishedAt: publishedAt ?? 0, updatedAt: savedAt, title: sortKey(title) };
    const byDate = hasPublicationDates(status) ? keys.publishedAt : keys.updatedAt;
    const key = sort ? keys[sort.replace("-", "") as keyof typeof keys] : byDate;
    const terms = sort === undefined && status !== "any" && q !== undefined ? termsOf(q) : [];
    return terms.length > 0 ? [hasAll([foldedWords(title)], terms) ? 1 : 0, key, post.id] : [key, post.id];
  }

  /** The whole list of a query. */
  list(query: PlannedQuery): ModelPost[] {
    const { author, q, sort, status, tag } = query;
    const terms = termsOf(q ?? "");
    const found = this.posts.filter((post) => {
      const { content, tags, title } = newest(post);
      if ((author !== undefined && post.author !== author) || !this.#isIn(post, status)) return false;
      if (tag !== undefined && !tags.includes(tag)) return false;
      const texts = [foldedWords(title), foldedWords(plainText(content)), tags.flatMap(foldedWords)];
      return q === undefined || (terms.length > 0 && hasAll(texts, terms));
    });
    const isUpwards = sort !== undefined && !sort.startsWith("-");
    return found.sort((a, b) => {
      const [one, other] = [this.sortKeyOf(a, query), this.sortKeyOf(b, query)];
      const order = one.map((part, n) => compare(part, other[n] ?? 0)).find((difference) => difference !== 0) ?? 0;
      return isUpwards ? order : -order;
    });
  }

  tags(): TagCount[] {
    const counts = new Map<string, number>();
    const used = this.posts.filter((post) => this.isPublic(post)).flatMap((post) => newest(post).tags);
    for (const tag of used) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    const all = [...counts].map(([tag, count]) => ({ tag, count, slug: tag }));
    return all.sort((a, b) => b.count - a.count || byBytes(a.tag, b.tag));
  }

  /** What is public, as text: ids and versions of posts, in order. */
  publicView(): string {
    return JSON.stringify(this.list({}).map(({ id, saves }) => [id, saves.length]));
  }
}
