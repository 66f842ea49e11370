import type { GetServerSidePropsContext } from "next";
import { database } from "#lib/server/db/current";
import { originOf } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";
import { viewerOf } from "#lib/server/viewer";
import { summariesPath } from "#lib/shared/addresses";
import type { PostListQuery } from "#lib/shared/post-query";
import { SUMMARY_FIELDS } from "#lib/shared/post-summary";
import type { Post, PostListItem } from "#lib/shared/posts";
import { listPosts } from "./list.ts";
import { requirePost } from "./queries.ts";
import { toListItem, toPost } from "./view.ts";

/** The post that a page's address names, for its getServerSideProps; undefined where the page is a 404. */
export async function postOfPage({ req, params }: GetServerSidePropsContext): Promise<Post | undefined> {
  try {
    const row = await requirePost(await database(), params?.id, await viewerOf(req));
    return toPost(row, originOf(req));
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  }
}

/** A list that a page shows, under the key that its hook will look for. */
export async function listOfPage(
  { req }: GetServerSidePropsContext,
  asked: PostListQuery,
): Promise<Record<string, PostListItem[]>> {
  const query = { ...asked, fields: [...SUMMARY_FIELDS] };
  const { posts } = await listPosts(await database(), query, await viewerOf(req));
  return { [summariesPath(asked)]: posts.map((post) => toListItem(post, query, originOf(req))) };
}
