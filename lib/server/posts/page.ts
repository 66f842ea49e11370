import type { GetServerSidePropsContext } from "next";
import { database } from "#lib/server/db/current";
import { originOf } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";
import { visitorOf } from "#lib/server/viewer";
import { summariesPath } from "#lib/shared/addresses";
import type { PostListQuery } from "#lib/shared/post-query";
import { SUMMARY_FIELDS } from "#lib/shared/post-summary";
import type { Post, PostListItem } from "#lib/shared/posts";
import { listPosts } from "./list.ts";
import { toListItem } from "./list-item.ts";
import { requireEditablePost } from "./queries.ts";
import { toPost } from "./view.ts";

/**
 * The post that a page's address names, for the getServerSideProps of a page that changes it; the status (401, 403, 404)
 * where whoever asks may not.
 */
export async function editablePostOfPage({ req, params }: GetServerSidePropsContext): Promise<Post | number> {
  try {
    return toPost(await requireEditablePost(await database(), params?.id, await visitorOf(req)), originOf(req));
  } catch (error) {
    if (error instanceof Problem) return error.status;
    throw error;
  }
}

/** A list that a page shows, under the key that its hook will look for. */
export async function listOfPage(
  { req }: GetServerSidePropsContext,
  asked: PostListQuery,
): Promise<Record<string, PostListItem[]>> {
  const query = { ...asked, fields: [...SUMMARY_FIELDS] };
  const { posts } = await listPosts(await database(), query, await visitorOf(req));
  return { [summariesPath(asked)]: posts.map((post) => toListItem(post, query, originOf(req))) };
}
