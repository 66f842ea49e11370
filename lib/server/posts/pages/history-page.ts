import { database } from "#lib/server/db/database";
import { listRevisions, requireRevision } from "#lib/server/posts/revisions";
import { authoredText, type PostRow, toRevisionSummary } from "#lib/server/posts/row";
import type { Comparison } from "#lib/shared/compare-posts";
import type { RevisionSummary } from "#lib/shared/posts";
import { compareBounded } from "./compare.ts";

/** Revisions per page. */
const PAGE_SIZE = 30;

/** Two revisions and their comparison. */
export type ComparedRevisions = { from: RevisionSummary; to: RevisionSummary; comparison: Comparison };

export type History = {
  revisions: RevisionSummary[];
  /** The cursor of the next page, with older revisions. */
  next: string | null;
  /** null where there is only one revision. */
  compared: ComparedRevisions | null;
};

/** The page's query, unchecked. */
type HistoryQuery = { from?: unknown; to?: unknown; after?: unknown };

async function compare(post: PostRow, { from, to }: HistoryQuery): Promise<ComparedRevisions | null> {
  const db = await database();
  const newer = await requireRevision(db, post.id, to ?? String(post.version));
  const before = from ?? String(newer.version - 1);
  if (before === "0") return null;
  const older = await requireRevision(db, post.id, before);
  const comparison = await compareBounded(authoredText(older), authoredText(newer), "word");
  return { from: toRevisionSummary(older), to: toRevisionSummary(newer), comparison };
}

/**
 * Loads a page of a post's revisions, newest first, and a comparison: the requested one, or of the last two revisions.
 * @throws {Problem} 400 for an invalid cursor, 404 for an unknown revision
 */
export async function loadHistory(post: PostRow, { after, ...query }: HistoryQuery): Promise<History> {
  const page = { limit: PAGE_SIZE, ...(typeof after === "string" && { after }) };
  const { revisions, next } = await listRevisions(await database(), post.id, page);
  return {
    revisions: revisions.map(toRevisionSummary),
    next: next ?? null,
    compared: await compare(post, query),
  };
}
