import type { GetServerSidePropsContext } from "next";
import { authenticatePage } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { setPageCaching } from "#lib/server/http/page-caching";
import { limitSearches } from "#lib/server/http/rate-limit";
import { getOrigin } from "#lib/server/origin";
import { listTags } from "#lib/server/posts/list/counts";
import { listAndCount, listPosts, requireCursor } from "#lib/server/posts/list/list";
import { toListItems } from "#lib/server/posts/list/list-item";
import { Problem } from "#lib/server/problem";
import { ANONYMOUS } from "#lib/server/viewer";
import type { ListParams } from "#lib/shared/list-params";
import { summariesPath } from "#lib/shared/paths";
import type { Page, PostListQuery } from "#lib/shared/post-query";
import { type PostSummary, SUMMARY_FIELDS } from "#lib/shared/post-summary";
import { type PostListItem, Tag } from "#lib/shared/posts";

const TAGS_SHOWN = 8;

async function loadPage({ req, res }: GetServerSidePropsContext, asked: PostListQuery): Promise<Page<PostSummary>> {
  const query = { ...asked, fields: [...SUMMARY_FIELDS] };
  const [db, viewer] = [await database(), await authenticatePage(req)];
  setPageCaching(res, viewer.id === null && asked.status === undefined);
  const { posts, next, total, isCapped } = await listAndCount(db, query, viewer);
  // The fields that are asked for are those of a summary.
  const items = (await toListItems(db, posts, query, getOrigin(req))) as PostSummary[];
  return { items, total, ...(isCapped && { isCapped }), ...(next !== undefined && { next }) };
}

/** Counts the search of a page as one by its viewer. @returns why it is refused, if it is; the response says so */
export async function refusedSearch(
  { req, res }: GetServerSidePropsContext,
  { q }: PostListQuery,
): Promise<string | undefined> {
  if (q === undefined || (await authenticatePage(req)).id !== null) return undefined;
  try {
    await limitSearches(req);
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    setPageCaching(res, false);
    res.statusCode = error.status;
    for (const [name, value] of Object.entries(error.headers)) res.setHeader(name, value);
    return error.message;
  }
}

/** The first `pages` pages of a list that a page shows, each under the key that its hook will look for. */
export async function loadListFallback(
  context: GetServerSidePropsContext,
  { pages = 1, ...asked }: PostListQuery & { pages?: number },
): Promise<Record<string, Page<PostSummary>>> {
  const page = await loadPage(context, asked);
  const brought = { [summariesPath(asked)]: page };
  if (pages === 1 || page.next === undefined) return brought;
  return { ...brought, ...(await loadListFallback(context, { ...asked, after: page.next, pages: pages - 1 })) };
}

async function isCursor(query: PostListQuery): Promise<boolean> {
  try {
    await requireCursor(await database(), query);
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

/** What there is next to what an address asks for: a tag in the form that is stored, and no cursor of another list. */
export async function sanitizeListParams({ q, tag, after, pages }: ListParams): Promise<ListParams> {
  const asked = { q, tag: Tag.safeParse(tag).data };
  return { ...asked, after: (await isCursor({ ...asked, after })) ? after : undefined, pages };
}

/** The newest posts as anybody may see them, for a page that is not made for one reader. */
export async function loadNewestPosts(): Promise<PostListItem[]> {
  const query = { fields: [...SUMMARY_FIELDS] };
  const db = await database();
  const { posts } = await listPosts(db, query, ANONYMOUS);
  return toListItems(db, posts, query, "");
}

/** The tags that most public posts have, the most used first. */
export async function loadTopTags(): Promise<string[]> {
  return (await listTags(await database(), Date.now(), TAGS_SHOWN)).map(({ tag }) => tag);
}
