import type { GetServerSideProps } from "next";
import { useRouter } from "next/router";
import { AccountLayout } from "#components/accounts/account-layout";
import { AccountSection } from "#components/accounts/account-section";
import { ConfirmedForm } from "#components/forms/confirmed-form";
import { FormError } from "#components/forms/form-error";
import { OptionsForm } from "#components/imports/options-form";
import { OtherImports } from "#components/imports/other-imports";
import { ReportCounts, ReportEntries } from "#components/imports/report";
import { ResultLinks } from "#components/imports/result-links";
import { RunView } from "#components/imports/run-view";
import { SourceForm } from "#components/imports/source-form";
import { Link } from "#components/ui/link";
import { Notice } from "#components/ui/notice";
import { api } from "#lib/client/api";
import { useFocusOnChange } from "#lib/client/use-focus-on-change";
import { useImport } from "#lib/client/use-import";
import { type ImportPageProps, loadImportPage } from "#lib/server/import/pages/import-page";
import { isImportRunning, isImportStartable } from "#lib/shared/import-states";
import type { Import } from "#lib/shared/imports";
import { IMPORT_PAGE_PATH, importPagePath, importPath } from "#lib/shared/owner-paths";

export const getServerSideProps: GetServerSideProps<ImportPageProps> = loadImportPage;

/** What an import's state means for its owner. */
function stateText({ error, progress, state }: Import): string {
  const why = error === null ? "" : `: ${error}`;
  switch (state) {
    case "checking":
      return "The source is being checked. Nothing is imported yet.";
    case "ready":
      return "The source is checked. Nothing is imported yet.";
    case "importing":
      return "The posts are being imported.";
    case "cancelling":
      return "The import is being cancelled.";
    case "done":
      return "The import is done.";
    case "failed":
      return `The source cannot be imported${why}.`;
    case "cancelled":
      return "Cancelled. What was imported stays; start again to import the rest.";
    case "interrupted":
      return `Interrupted${why}. ${progress ? "What was imported stays; start" : "Start"} again to go on.`;
    case "expired":
      return "The upload was deleted, because nothing was done with it for a day. Upload it again.";
  }
}

const titleOf = ({ files }: Import) => files.map(({ name }) => name).join(", ");

export default function ImportPage({ id, after, accounts, maxSize, others, refused }: ImportPageProps) {
  const router = useRouter();
  const { current, error, start, cancel } = useImport(id);
  const status = useFocusOnChange(current?.state);
  const isRunning = current !== undefined && isImportRunning(current.state);
  const isStartable = current !== undefined && isImportStartable(current.state);
  const isFailure = current !== undefined && ["failed", "interrupted"].includes(current.state);
  return (
    <AccountLayout
      title="Import"
      lead="Bring posts along from WordPress, Ghost or a folder of Markdown, with their dates, tags and old URLs."
      viewerRole="owner"
    >
      <FormError refused={refused} forms={["delete-import"]} />
      <div className="sheet pb-8">
        <p className="sheet-text">
          You see first what will be imported, and what will be changed or left out.{" "}
          <Link href="/docs/import" className="link">
            How to export your posts there
          </Link>
        </p>
      </div>
      {current && (
        <AccountSection title={isRunning || isStartable ? "Import" : "Last import"}>
          <div className="space-y-4">
            <p className="font-serif text-lead wrap-anywhere">
              <bdi>{titleOf(current)}</bdi>
            </p>
            <div ref={status} tabIndex={-1} role="status">
              <Notice kind={isFailure ? "error" : "success"} isAlert={false} className="wrap-anywhere">
                {stateText(current)}
              </Notice>
            </div>
            {error && isRunning && (
              <p className="text-note text-danger">{error.message}. The import goes on; this page tries again.</p>
            )}
            {isRunning && <RunView shown={current} refused={refused} onCancel={cancel} />}
            {current.state === "done" && <ResultLinks report={current.report} />}
          </div>
        </AccountSection>
      )}
      {current?.report && !isRunning && (
        <AccountSection title="Report">
          <ReportCounts report={current.report} path={`${importPath(current.id)}/report`} />
        </AccountSection>
      )}
      {current && isStartable && (
        <AccountSection title="Options">
          <OptionsForm
            key={current.updatedAt}
            shown={current}
            accounts={accounts}
            action={current.state === "ready" ? "Start import" : "Start again"}
            refused={refused}
            onStart={async (state, values) => {
              await start(state, values);
              if (after !== null) await router.push(importPagePath(current.id));
            }}
          />
          <ConfirmedForm
            name="delete-import"
            id={current.id}
            label="Discard the upload"
            variant="text"
            title="Discard this upload?"
            action="Discard"
            failure="Not discarded"
            onConfirm={async () => {
              await api.deleteImport(current.id);
              await router.push(IMPORT_PAGE_PATH);
            }}
          >
            <p>The uploaded files and the report are deleted. Posts that were imported stay.</p>
          </ConfirmedForm>
        </AccountSection>
      )}
      {current?.report && !isRunning && (
        <AccountSection title="Notes">
          <ReportEntries shown={current} report={current.report} after={after} />
        </AccountSection>
      )}
      {!isRunning && !isStartable && (
        <AccountSection title="New import">
          <SourceForm
            label="Source"
            maxSize={maxSize}
            refused={refused}
            onUploaded={async (created) => {
              await router.push(importPagePath(created.id));
            }}
          />
        </AccountSection>
      )}
      <OtherImports imports={others} />
    </AccountLayout>
  );
}
