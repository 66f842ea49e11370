import { ActionForm } from "#components/forms/action-form";
import { Progress } from "#components/ui/progress";
import type { RejectedForm } from "#lib/shared/forms";
import type { Import } from "#lib/shared/imports";
import { importPagePath } from "#lib/shared/owner-paths";

type Props = {
  shown: Import;
  refused: RejectedForm | null;
  onCancel: () => Promise<void>;
};

function progressText({ progress, state }: Import): string {
  if (!progress) return "Starting…";
  const rows = progress.rows.toLocaleString("en");
  if (progress.total === 0) return `Reading the source: ${rows} ${progress.table} so far`;
  const doing = state === "checking" ? "Checked" : "Done";
  const detail = progress.detail === undefined ? "" : `, ${progress.detail}`;
  return `${doing}: ${rows} of ${progress.total.toLocaleString("en")} ${progress.table}${detail}`;
}

/** The progress of a check or an import, and a button to cancel it. */
export function RunView({ shown, refused, onCancel }: Props) {
  const { id, progress, state } = shown;
  const text = progressText(shown);
  return (
    <div className="max-w-md space-y-4">
      <div className="space-y-1">
        <Progress label="Progress" value={progress?.total ? progress.rows : undefined} max={progress?.total ?? 0} />
        <p className="text-note text-ink-soft tabular-nums">{text}</p>
      </div>
      <p className="text-ink-soft">It goes on if you close this page.</p>
      <noscript>
        <a href={importPagePath(id)} className="link">
          Refresh
        </a>
      </noscript>
      {state !== "cancelling" && (
        <ActionForm
          name="cancel-import"
          action="Cancel"
          variant="quiet"
          hidden={{ id }}
          refused={refused}
          onSubmit={onCancel}
        />
      )}
    </div>
  );
}
