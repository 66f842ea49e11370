import type { GetServerSidePropsContext, GetServerSidePropsResult } from "next";
import { denyUnlessOwner } from "#lib/server/accounts/pages/owner-page";
import { authenticatePage } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { type FormValues, handleFormPost } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { requireExpectedAccount } from "#lib/server/http/writer";
import { getOrigin } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";
import { changeSettings, effectiveSettings, previewSettings, readSettings } from "#lib/server/site/settings";
import { previewSite } from "#lib/server/site/site";
import { requireOwnerRole, type Viewer } from "#lib/server/viewer";
import type { RejectedForm } from "#lib/shared/forms";
import { SITE_PAGE_PATH } from "#lib/shared/owner-paths";
import type { HomeTexts, Site } from "#lib/shared/site";
import { parseSiteForm, type SiteFormValues, toSiteForm } from "#lib/shared/site-form";
import { SITE_CHANGED, SitePatch, type SiteSettingName } from "#lib/shared/site-settings";

export type SettingsPageProps = {
  account: string;
  values: SiteFormValues;
  /** Settings that the environment fixes. */
  fixed: SiteSettingName[];
  isSaved: boolean;
  refused: RejectedForm | null;
  /** The texts of the home page with what is in the form. */
  preview: HomeTexts | null;
  /** The site with what is in the form: the frame of this page. */
  site?: Site;
};

type Preview = { typed: FormValues; texts: HomeTexts; site: Site };

/** Form actions of the page. `save` does the same as PATCH /api/site. */
function handleSettingsForm({ req, res }: GetServerSidePropsContext, viewer: Viewer) {
  function authorize({ account, ...values }: FormValues): SitePatch {
    requireExpectedAccount(account, viewer);
    requireOwnerRole(viewer);
    return parse(SitePatch, parseSiteForm(values));
  }
  return handleFormPost<Preview>(
    { req, res },
    {
      async preview(values) {
        const { site, texts } = await previewSite(await previewSettings(await database(), authorize(values)));
        return { typed: values, texts, site: { ...site, origin: getOrigin(req) } };
      },
      async save(values) {
        await changeSettings(await database(), authorize(values), {
          precondition({ version }) {
            if (version !== values.version) throw new Problem("precondition-failed", { title: SITE_CHANGED });
          },
        });
        return `${SITE_PAGE_PATH}?done=site`;
      },
    },
    viewer.id,
  );
}

/** Loads the owner's page of the site's settings. What was typed is shown again, even if the session has ended since. */
export async function loadSettingsPage(
  context: GetServerSidePropsContext,
): Promise<GetServerSidePropsResult<SettingsPageProps>> {
  const viewer = await authenticatePage(context.req);
  const outcome = await handleSettingsForm(context, viewer);
  if ("redirect" in outcome) return outcome;
  const denied = outcome.isPosted ? undefined : await denyUnlessOwner(context.req, SITE_PAGE_PATH);
  if (denied) return denied;
  const { data, refused } = outcome;
  const settings = effectiveSettings(await readSettings(await database()));
  const stored = toSiteForm(settings);
  const typed = refused?.typed ?? data?.typed;
  // After a conflict the next save replaces what somebody else has saved.
  const version = refused?.status === 412 ? stored.version : typed?.version;
  return {
    props: {
      account: viewer.account?.id ?? "",
      // A checkbox that was not checked sent nothing.
      values: { ...stored, ...(typed && { listCovers: "false" }), ...typed, version: version ?? stored.version ?? "" },
      fixed: settings.fixed,
      isSaved: !outcome.isPosted && context.query.done === "site",
      refused,
      preview: data?.texts ?? null,
      ...(data && { site: data.site }),
    },
  };
}
