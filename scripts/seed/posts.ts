import type { Insertable, Selectable } from "kysely";
import type { AccountsTable, PostsTable } from "#lib/server/db/tables";
import { newPostColumns } from "#lib/server/posts/columns";
import { generateExcerpt } from "#lib/server/rendering/plain-text";
import type { NewPost } from "#lib/shared/posts";
import { Random } from "./random.ts";
import { someContent, someTitle } from "./texts.ts";
import { oftenSmall, someTag } from "./words.ts";

/** The years of the posts, and the year for which scheduled posts are due. */
const [FIRST, LAST, LATER] = [Date.UTC(2016, 0, 1), Date.UTC(2026, 0, 1), Date.UTC(2990, 0, 1)];
const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

const NAMES = ["Olga Ørsted", "Ada Byron", "Ben Okri", "Cléo Dubois", "Dai Sato", "Eva Lund", "Femi Ade", "Gita Rao"];

/** The accounts of the authors. They have no password until `reset-password` sets one. */
export const AUTHORS: (Omit<Insertable<AccountsTable>, "slug"> & { emailVerified: number; updatedAt: string })[] =
  NAMES.map((name, at) => ({
    id: `seed-${at + 1}`,
    name,
    email: `author${at + 1}@example.org`,
    emailVerified: 0,
    role: "author",
    createdAt: new Date(FIRST).toISOString(),
    updatedAt: new Date(FIRST).toISOString(),
  }));

/** Of a thousand posts, 30 are drafts and one is scheduled. */
function publication(chance: Random, written: number): Pick<NewPost, "status" | "publishedAt"> {
  const kind = chance.below(1_000);
  if (kind < 30) return { status: "draft" };
  if (kind === 30) return { publishedAt: new Date(LATER + chance.below(MONTH_MS)).toISOString() };
  return { publishedAt: new Date(written + chance.below(MONTH_MS)).toISOString() };
}

/**
 * Generates post `n` of 1 to `count`; deterministic except for `trashed_at`. One in a hundred is in the trash.
 * @param now in milliseconds since 1970
 */
export function postAt(n: number, count: number, seed: number, now: number): Omit<Selectable<PostsTable>, "id"> {
  const chance = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(n, 0x85ebca6b));
  const written = FIRST + Math.floor(((LAST - FIRST - MONTH_MS) * n) / count);
  const tags = [...new Set(Array.from({ length: chance.below(5) }, () => someTag(chance)))];
  const draft: NewPost = {
    title: someTitle(chance),
    content: someContent(chance),
    tags,
    ...publication(chance, written),
  };
  const author = AUTHORS[oftenSmall(chance, AUTHORS.length + 1)];
  const trashed_at = chance.below(100) === 0 ? now - chance.below(MONTH_MS / 2) : null;
  return {
    ...newPostColumns(draft, generateExcerpt(draft.content), written),
    author_id: author?.id ?? null,
    trashed_at,
  };
}
