import type { GetServerSidePropsContext, GetServerSidePropsResult } from "next";
import { redirectToSignIn } from "#lib/server/accounts/pages/return-path";
import { authenticatePage } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { requireEditablePost } from "#lib/server/posts/read";
import type { PostRow } from "#lib/server/posts/row";
import { Problem } from "#lib/server/problem";
import type { Viewer } from "#lib/server/viewer";

/** A page that changes a post: the post and who wants to change it, or why they may not (401, 403, 404). */
type EditAccess = { viewer: Viewer; post: PostRow; refusal: null } | { viewer: Viewer; post: null; refusal: number };

/** The post that a page's address names, for whoever may edit it. */
export async function loadEditablePost({
  req,
  params,
}: Pick<GetServerSidePropsContext, "req" | "params">): Promise<EditAccess> {
  const viewer = await authenticatePage(req);
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
export function denyPage<Props>(
  { params, res }: Pick<GetServerSidePropsContext, "params" | "res">,
  status: number,
  page: string,
  props: Props,
  isKept = false,
): GetServerSidePropsResult<Props> {
  if (!isKept && status === 404) return { notFound: true };
  if (!isKept && status === 401) return redirectToSignIn(`/blog/${params?.id}/${page}`);
  res.statusCode = status;
  return { props };
}
