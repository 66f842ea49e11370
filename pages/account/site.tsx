import type { GetServerSideProps } from "next";
import { AccountLayout } from "#components/accounts/account-layout";
import { SettingsForm } from "#components/settings/settings-form";
import { HomeIntro } from "#components/site/home-intro";
import { Notice } from "#components/ui/notice";
import { loadSettingsPage, type SettingsPageProps } from "#lib/server/site/pages/settings-page";

export const getServerSideProps: GetServerSideProps<SettingsPageProps> = loadSettingsPage;

/** The owner's page of the site's settings. */
export default function SitePage({ preview, isSaved, refused, ...form }: SettingsPageProps) {
  return (
    <AccountLayout title="Site" lead="What the site is called, how it looks, and where it leads." viewerRole="owner">
      {isSaved && (
        <div className="sheet pb-8">
          <Notice kind="success" role="status" className="sheet-text">
            Saved. This is how the site looks now.
          </Notice>
        </div>
      )}
      {preview && (
        <section aria-label="Preview" className="border-t border-rule py-8 wide:py-10">
          <div className="sheet pb-8">
            <Notice kind="success" role="status" className="sheet-text">
              A preview: nothing is saved yet. The header and the footer of this page are as they will be, and so is the
              home page:
            </Notice>
          </div>
          <HomeIntro {...preview} level={2} />
        </section>
      )}
      <SettingsForm {...form} refused={refused} isPreview={preview !== null} />
    </AccountLayout>
  );
}
