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
import { findTagCached } from "#lib/server/tags/find";
import { ANONYMOUS } from "#lib/server/viewer";
import type { ListParams } from "#lib/shared/list-params";
import { summariesPath } from "#lib/shared/paths";
import type { Page, PostListQuery } from "#lib/shared/post-query";
import { type PostSummary, SUMMARY_FIELDS } from "#lib/shared/post-summary";
import type { PostListItem } from "#lib/shared/posts";
import { TagFilter } from "#lib/shared/tags";

const TAGS_SHOWN = 8;

/** Loads a page of a list. Only a public one is cached. */
export async function loadListPage(
  { req, res }: GetServerSidePropsContext,
  params: PostListQuery,
): Promise<Page<PostSummary>> {
  const query = { fields: [...SUMMARY_FIELDS], ...params };
  const [db, viewer] = [await database(), await authenticatePage(req)];
  setPageCaching(res, viewer.id === null && params.status === undefined);
  const { posts, next, total, isCapped } = await listAndCount(db, query, viewer);
  // The requested fields are those of a summary.
  const items = (await toListItems(db, posts, query, getOrigin(req))) as PostSummary[];
  return { items, total, ...(isCapped && { isCapped }), ...(next !== undefined && { next }) };
}

/** Applies the rate limit for searches. @returns the error where it is exceeded; status and headers are set then */
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

/** Loads the first `pages` pages of a list as SWR fallback, by the keys of the page's hook. */
export async function loadListFallback(
  context: GetServerSidePropsContext,
  { pages = 1, ...params }: PostListQuery & { pages?: number },
): Promise<Record<string, Page<PostSummary>>> {
  const page = await loadListPage(context, params);
  const fallback = { [summariesPath(params)]: page };
  if (pages === 1 || page.next === undefined) return fallback;
  return { ...fallback, ...(await loadListFallback(context, { ...params, after: page.next, pages: pages - 1 })) };
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

/** The current name of a tag; the filter itself if there is no such tag, undefined if it is no valid name. */
async function tagName(tag: string | undefined): Promise<string | undefined> {
  const { data } = TagFilter.safeParse(tag);
  return data === undefined ? undefined : ((await findTagCached(await database(), data, Date.now()))?.name ?? data);
}

/** Replaces the tag by its name, and drops an invalid one, and a cursor that is not one of this list. */
export async function sanitizeListParams({ q, tag, after, pages }: ListParams): Promise<ListParams> {
  const params = { q, tag: await tagName(tag) };
  return { ...params, after: (await isCursor({ ...params, after })) ? after : undefined, pages };
}

/** Loads the newest public posts, for pages that are the same for every viewer. */
export async function loadNewestPosts(): Promise<PostListItem[]> {
  const query = { fields: [...SUMMARY_FIELDS] };
  const db = await database();
  const { posts } = await listPosts(db, query, ANONYMOUS);
  return toListItems(db, posts, query, "");
}

/** Loads the most used tags. */
export async function loadTopTags(): Promise<string[]> {
  return (await listTags(await database(), Date.now(), TAGS_SHOWN)).map(({ tag }) => tag);
}
