import type { GetServerSidePropsContext, Redirect as PageRedirect } from "next";
import { denyUnlessOwner } from "#lib/server/accounts/pages/owner-page";
import { database } from "#lib/server/db/database";
import { handleFormPost } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { getOrigin } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";
import { deleteRedirect, listRedirects, putRedirects } from "#lib/server/redirects/redirects";
import type { RejectedForm } from "#lib/shared/forms";
import { pathAfter, REDIRECTS_PAGE_PATH, redirectsPath } from "#lib/shared/owner-paths";
import type { Page } from "#lib/shared/post-query";
import { NewRedirect, type Redirect, RedirectParams } from "#lib/shared/redirects";

type Props = {
  after: string | null;
  refused: RejectedForm | null;
  fallback: Record<string, Page<Redirect>>;
};

/** Form actions of the page. Each does the same as an endpoint under pages/api/redirects. */
function handleRedirectsForm({ req, res }: GetServerSidePropsContext, back: string) {
  return handleFormPost<never>(
    { req, res },
    {
      async "add-redirect"({ path, url }) {
        await putRedirects(await database(), [parse(NewRedirect, { path, url })], getOrigin(req));
        return back;
      },
      async "delete-redirect"({ id }) {
        await deleteRedirect(await database(), parse(RedirectParams, { path: id }).path);
        return back;
      },
    },
  );
}

/** Loads a page of redirects; notFound for an invalid cursor. */
export async function loadRedirectsPage(
  context: GetServerSidePropsContext,
): Promise<{ props: Props } | { redirect: PageRedirect } | { notFound: true }> {
  const denied = await denyUnlessOwner(context.req, REDIRECTS_PAGE_PATH);
  if (denied) return denied;
  const { after } = context.query;
  const cursor = typeof after === "string" && after !== "" ? after : undefined;
  const outcome = await handleRedirectsForm(context, pathAfter(REDIRECTS_PAGE_PATH, cursor));
  if ("redirect" in outcome) return outcome;
  try {
    const { redirects, next } = await listRedirects(await database(), { after: cursor }, getOrigin(context.req));
    const page = { items: redirects, ...(next !== undefined && { next }) };
    return {
      props: { after: cursor ?? null, refused: outcome.refused, fallback: { [redirectsPath(cursor)]: page } },
    };
  } catch (error) {
    if (error instanceof Problem) return { notFound: true };
    throw error;
  }
}
