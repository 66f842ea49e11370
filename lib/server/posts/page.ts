import type { GetServerSidePropsContext } from "next";
import { database } from "#lib/server/db/current";
import { originOf } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";
import { stranger, type Viewer, viewerOf } from "#lib/server/viewer";
import { summariesPath } from "#lib/shared/addresses";
import type { PostListQuery } from "#lib/shared/post-query";
import { SUMMARY_FIELDS } from "#lib/shared/post-summary";
import type { Post, PostListItem } from "#lib/shared/posts";
import { listPosts } from "./list.ts";
import { requirePost } from "./queries.ts";
import { toListItem, toPost } from "./view.ts";

/**
 * Who reads a page. A browser sends the password for a proxy in front of us along with everything: here, credentials
 * that are not for us are passed over.
 */
async function readerOf(req: GetServerSidePropsContext["req"]): Promise<Viewer> {
  return viewerOf(req).catch((error: unknown) => {
    if (error instanceof Problem && error.status === 401) return stranger();
    throw error;
  });
}

/** The post that a page's address names, for its getServerSideProps; undefined where the page is a 404. */
export async function postOfPage({ req, params }: GetServerSidePropsContext): Promise<Post | undefined> {
  try {
    const row = await requirePost(await database(), params?.id, await readerOf(req));
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
  const { posts } = await listPosts(await database(), query, await readerOf(req));
  return { [summariesPath(asked)]: posts.map((post) => toListItem(post, query, originOf(req))) };
}
