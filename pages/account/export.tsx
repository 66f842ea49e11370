import type { GetServerSideProps } from "next";
import { AccountLayout } from "#components/accounts/account-layout";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Link } from "#components/ui/link";
import { loadExportPage } from "#lib/server/export/pages/export-page";
import { EXPORT_PATH } from "#lib/shared/owner-paths";
import type { Role } from "#lib/shared/roles";

type Props = { viewerRole: Role | null };

export const getServerSideProps: GetServerSideProps<Props> = loadExportPage;

export default function ExportPage({ viewerRole }: Props) {
  const isOwner = viewerRole === "owner";
  return (
    <AccountLayout
      title="Export"
      lead={
        isOwner
          ? "Everything on this site in one file: posts as Markdown, images, tags, redirects and revisions. Other programs can read it, and Octavo can restore the site from it."
          : "Your posts in one file: as Markdown, with their images, tags and revisions. Other programs can read it, and Octavo can import it."
      }
      viewerRole={viewerRole}
    >
      <div className="sheet">
        <form action={EXPORT_PATH} method="get" className="sheet-text space-y-6">
          <fieldset>
            <legend className="font-medium">Leave out</legend>
            <div className="mt-1 flex flex-col">
              <Checkbox name="withoutDrafts" label="Drafts" />
              <Checkbox name="withoutTrash" label="Posts in the trash" />
              <Checkbox name="withoutRevisions" label="Earlier revisions" />
            </div>
          </fieldset>
          <Button type="submit">{isOwner ? "Download everything" : "Download your posts"}</Button>
          <p className="text-note text-ink-soft">
            {isOwner
              ? "Passwords, email addresses, API keys and messages are not in it. "
              : "Passwords, email addresses and API keys are not in it. "}
            Large sites take a few minutes; you can go on writing meanwhile.{" "}
            <Link href="/docs/export" className="link">
              What is in the file
            </Link>
          </p>
        </form>
      </div>
    </AccountLayout>
  );
}
