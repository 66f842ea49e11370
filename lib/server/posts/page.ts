import type { GetServerSidePropsContext } from "next";
import { database } from "#lib/server/db/current";
import { originOf } from "#lib/server/origin";
import { visitorOf } from "#lib/server/viewer";
import { summariesPath } from "#lib/shared/addresses";
import type { PostListQuery } from "#lib/shared/post-query";
import { SUMMARY_FIELDS } from "#lib/shared/post-summary";
import type { PostListItem } from "#lib/shared/posts";
import { listPosts } from "./list.ts";
import { toListItem } from "./list-item.ts";

/** A list that a page shows, under the key that its hook will look for. */
export async function listOfPage(
  { req }: GetServerSidePropsContext,
  asked: PostListQuery,
): Promise<Record<string, PostListItem[]>> {
  const query = { ...asked, fields: [...SUMMARY_FIELDS] };
  const { posts } = await listPosts(await database(), query, await visitorOf(req));
  return { [summariesPath(asked)]: posts.map((post) => toListItem(post, query, originOf(req))) };
}
