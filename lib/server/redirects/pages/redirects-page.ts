import type { GetServerSidePropsContext } from "next";
import { loadOwnerList } from "#lib/server/accounts/pages/owner-page";
import { database } from "#lib/server/db/database";
import { handleFormPost } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { getOrigin } from "#lib/server/origin";
import { deleteRedirect, listRedirects, putRedirects } from "#lib/server/redirects/redirects";
import { REDIRECTS_PAGE_PATH, redirectsPath } from "#lib/shared/owner-paths";
import type { Page } from "#lib/shared/post-query";
import { NewRedirect, type Redirect, RedirectParams } from "#lib/shared/redirects";

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
export const loadRedirectsPage = (context: GetServerSidePropsContext) =>
  loadOwnerList(context, {
    path: REDIRECTS_PAGE_PATH,
    handleForm: (back) => handleRedirectsForm(context, back),
    async load(cursor) {
      const { redirects, next } = await listRedirects(await database(), { after: cursor }, getOrigin(context.req));
      const page: Page<Redirect> = { items: redirects, ...(next !== undefined && { next }) };
      return { fallback: { [redirectsPath(cursor)]: page } };
    },
  });
