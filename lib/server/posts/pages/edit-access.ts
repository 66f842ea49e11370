import type { GetServerSidePropsContext, GetServerSidePropsResult } from "next";
import { redirectToSignIn } from "#lib/server/accounts/pages/return-path";
import { authenticatePage } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { requireEditablePost, requireTrashedPost } from "#lib/server/posts/read";
import type { PostRow, TrashedRow } from "#lib/server/posts/row";
import { Problem } from "#lib/server/problem";
import type { Viewer } from "#lib/server/viewer";

/** The viewer with the post to edit, or with the status that denies it (401, 403, 404). */
type EditAccess = { viewer: Viewer; post: PostRow; refusal: null } | { viewer: Viewer; post: null; refusal: number };

/** Loads the post for an edit page, or the status that denies it. */
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

/** Loads the post for a page, if it is in the trash and the viewer may purge it. */
export async function findTrashedPost({
  req,
  params,
}: Pick<GetServerSidePropsContext, "req" | "params">): Promise<TrashedRow | undefined> {
  try {
    return await requireTrashedPost(await database(), params?.id, await authenticatePage(req));
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/**
 * The result of an edit page for a viewer who may not edit the post; redirects anonymous viewers to sign in and back.
 * @param page the last segment of the page's path
 * @param props for the page that says so
 * @param hasInput renders the page whatever the status, because it shows what the viewer has submitted
 */
export function denyPage<Props>(
  { params, res }: Pick<GetServerSidePropsContext, "params" | "res">,
  status: number,
  page: string,
  props: Props,
  hasInput = false,
): GetServerSidePropsResult<Props> {
  if (!hasInput && status === 404) return { notFound: true };
  if (!hasInput && status === 401) return redirectToSignIn(`/blog/${params?.id}/${page}`);
  res.statusCode = status;
  return { props };
}
