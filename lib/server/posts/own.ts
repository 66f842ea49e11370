import type { GetServerSidePropsContext, GetServerSidePropsResult } from "next";
import { signInFirst } from "#lib/server/accounts/return-path";
import { database } from "#lib/server/db/current";
import { Problem } from "#lib/server/problem";
import { type Viewer, visitorOf } from "#lib/server/viewer";
import { requireEditablePost } from "./queries.ts";
import type { PostRow } from "./view.ts";

/** A page that changes a post: the post and who wants to change it, or why they may not (401, 403, 404). */
type OwnPost = { viewer: Viewer; post: PostRow; refusal: null } | { viewer: Viewer; post: null; refusal: number };

/** The post that a page's address names, for whoever may edit it. */
export async function ownPostOfPage({
  req,
  params,
}: Pick<GetServerSidePropsContext, "req" | "params">): Promise<OwnPost> {
  const viewer = await visitorOf(req);
  try {
    return { viewer, post: await requireEditablePost(await database(), params?.id, viewer), refusal: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { viewer, post: null, refusal: error.status };
  }
}

/**
 * What such a page answers who may not change the post: strangers are asked to sign in and led back.
 * @param page the last part of its address
 * @param props what it shows whoever is known and may not
 * @param isKept shows it to everybody: it holds what they have sent
 */
export function refusePage<Props>(
  { params, res }: Pick<GetServerSidePropsContext, "params" | "res">,
  status: number,
  page: string,
  props: Props,
  isKept = false,
): GetServerSidePropsResult<Props> {
  if (!isKept && status === 404) return { notFound: true };
  if (!isKept && status === 401) return signInFirst(`/blog/${params?.id}/${page}`);
  res.statusCode = status;
  return { props };
}
