import type { GetServerSidePropsContext } from "next";
import { database } from "#lib/server/db/current";
import type { Database } from "#lib/server/db/tables";
import { originOf } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";
import { type Viewer, visitorOf } from "#lib/server/viewer";
import { summariesPath } from "#lib/shared/addresses";
import type { PostListQuery } from "#lib/shared/post-query";
import { SUMMARY_FIELDS } from "#lib/shared/post-summary";
import type { Post, PostListItem } from "#lib/shared/posts";
import { listPosts } from "./list.ts";
import { toListItem } from "./list-item.ts";
import { requireEditablePost, requirePost } from "./queries.ts";
import { type PostRow, toPost } from "./view.ts";

type Find = (db: Database, id: unknown, viewer: Viewer) => Promise<PostRow>;

async function foundForPage(find: Find, { req, params }: GetServerSidePropsContext): Promise<Post | number> {
  try {
    return toPost(await find(await database(), params?.id, await visitorOf(req)), originOf(req));
  } catch (error) {
    if (error instanceof Problem) return error.status;
    throw error;
  }
}

/** The post that a page's address names, for its getServerSideProps; undefined where the page is a 404. */
export async function postOfPage(context: GetServerSidePropsContext): Promise<Post | undefined> {
  const post = await foundForPage(requirePost, context);
  return typeof post === "number" ? undefined : post;
}

/** The same for a page that changes the post; the status (401, 403, 404) where whoever asks may not. */
export const editablePostOfPage = (context: GetServerSidePropsContext) => foundForPage(requireEditablePost, context);

/** A list that a page shows, under the key that its hook will look for. */
export async function listOfPage(
  { req }: GetServerSidePropsContext,
  asked: PostListQuery,
): Promise<Record<string, PostListItem[]>> {
  const query = { ...asked, fields: [...SUMMARY_FIELDS] };
  const { posts } = await listPosts(await database(), query, await visitorOf(req));
  return { [summariesPath(asked)]: posts.map((post) => toListItem(post, query, originOf(req))) };
}
