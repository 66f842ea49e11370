import type { GetServerSidePropsContext, Redirect } from "next";
import { database } from "#lib/server/db/database";
import { isRead } from "#lib/server/http/conditional";
import { getOrigin } from "#lib/server/origin";
import { findRedirect } from "#lib/server/redirects/redirects";
import { normalizePath } from "#lib/shared/redirect-path";

/** The redirect of a GET or HEAD request's path, as a result of `getServerSideProps`; undefined if there is none. */
export async function redirectFor({
  req,
  resolvedUrl,
}: Pick<GetServerSidePropsContext, "req" | "resolvedUrl">): Promise<{ redirect: Redirect } | undefined> {
  const path = isRead(req) ? normalizePath(resolvedUrl) : undefined;
  const destination = path && (await findRedirect(await database(), path, getOrigin(req)));
  return destination ? { redirect: { destination, statusCode: 301 } } : undefined;
}
