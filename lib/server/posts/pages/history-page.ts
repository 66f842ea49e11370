import type { Selectable } from "kysely";
import { database } from "#lib/server/db/database";
import type { RevisionsTable } from "#lib/server/db/tables";
import { listRevisions, requireRevision } from "#lib/server/posts/revisions";
import { type PostRow, toRevision, toRevisionSummary } from "#lib/server/posts/row";
import type { Comparison } from "#lib/shared/compare-posts";
import type { RevisionSummary } from "#lib/shared/posts";
import { compareBounded } from "./compare.ts";

/** How many versions a page lists. */
const PAGE_SIZE = 30;

/** Two versions, and what was changed from the one to the other. */
export type ComparedRevisions = { from: RevisionSummary; to: RevisionSummary; comparison: Comparison };

export type History = {
  revisions: RevisionSummary[];
  /** The cursor of the versions before these. */
  next: string | null;
  /** Null where there is but one version. */
  compared: ComparedRevisions | null;
};

/** What the page's address asks for, unchecked. */
type Asked = { from?: unknown; to?: unknown; after?: unknown };

/** An excerpt that is made from the content is nobody's text. */
function textOf(row: Selectable<RevisionsTable>) {
  const revision = toRevision(row);
  return { ...revision, excerpt: row.excerpt_own ? revision.excerpt : "" };
}

async function compare(post: PostRow, { from, to }: Asked): Promise<ComparedRevisions | null> {
  const db = await database();
  const newer = await requireRevision(db, post.id, to ?? String(post.version));
  const before = from ?? String(newer.version - 1);
  if (before === "0") return null;
  const older = await requireRevision(db, post.id, before);
  const comparison = await compareBounded(textOf(older), textOf(newer), "word");
  return { from: toRevisionSummary(older), to: toRevisionSummary(newer), comparison };
}

/**
 * The versions of a post, the newest first, and the comparison that was asked for; of the last save where none was.
 * @throws {Problem} 400 for a cursor that is none, 404 for a version that is not there
 */
export async function loadHistory(post: PostRow, { after, ...asked }: Asked): Promise<History> {
  const page = { limit: PAGE_SIZE, ...(typeof after === "string" && { after }) };
  const { revisions, next } = await listRevisions(await database(), post.id, page);
  return {
    revisions: revisions.map(toRevisionSummary),
    next: next ?? null,
    compared: await compare(post, asked),
  };
}
