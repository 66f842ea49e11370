import type { GetServerSidePropsContext, GetServerSidePropsResult } from "next";
import { redirectToSignIn } from "#lib/server/accounts/pages/return-path";
import { authenticatePage } from "#lib/server/authentication";
import { EXPORT_PAGE_PATH } from "#lib/shared/owner-paths";
import type { Role } from "#lib/shared/roles";

/** Loads the page, for everyone who is signed in. */
export async function loadExportPage({
  req,
}: Pick<GetServerSidePropsContext, "req">): Promise<GetServerSidePropsResult<{ viewerRole: Role | null }>> {
  const viewer = await authenticatePage(req);
  return viewer.id === null ? redirectToSignIn(EXPORT_PAGE_PATH) : { props: { viewerRole: viewer.role } };
}
