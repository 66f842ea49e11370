import type { GetServerSidePropsContext } from "next";
import { database } from "#lib/server/db/current";
import { originOf } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";
import { viewerOf } from "#lib/server/viewer";
import type { Post } from "#lib/shared/posts";
import { requirePost } from "./queries.ts";
import { toPost } from "./view.ts";

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
