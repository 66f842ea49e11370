import { useState } from "react";
import { ActionForm } from "#components/forms/action-form";
import { Choice } from "#components/ui/choice";
import { Notice } from "#components/ui/notice";
import { Secret } from "#components/ui/secret";
import { type Status, StatusLine } from "#components/ui/status-line";
import { usePreviewLinks } from "#lib/client/use-preview-links";
import type { RejectedForm } from "#lib/shared/forms";
import { PREVIEW_DAYS, PREVIEW_DAYS_DEFAULT } from "#lib/shared/preview-link-paths";
import type { PreviewLinkWithUrl } from "#lib/shared/preview-links";
import { PreviewLinkItem } from "./preview-link-item.tsx";

const DAY_NAMES: Record<(typeof PREVIEW_DAYS)[number], string> = { "1": "A day", "7": "A week", "30": "30 days" };
const DAYS = PREVIEW_DAYS.map((value) => ({ value, label: DAY_NAMES[value] }));

type Props = {
  /** The id of the post. */
  post: string;
  /** Created by a form post without JavaScript. */
  created?: PreviewLinkWithUrl | null;
  isRevoked?: boolean;
  refused?: RejectedForm | null;
};

/** Creates preview links of a post, and lists those that are open. */
export function PreviewLinks({ post, created = null, isRevoked = false, refused = null }: Props) {
  const { links, error, create, revoke } = usePreviewLinks(post);
  const [shown, setShown] = useState(created);
  const [status, setStatus] = useState<Status | undefined>(isRevoked ? { text: "The link is revoked." } : undefined);
  return (
    <div className="flex flex-col gap-8">
      {shown && (
        <Secret
          key={shown.id}
          label="The link"
          hint="Copy it now and send it. It cannot be shown again."
          value={shown.url}
        />
      )}
      <ActionForm
        name="preview-link"
        action="Create a link"
        variant={shown ? "quiet" : "main"}
        refused={refused}
        onSubmit={async ({ days }) => {
          setStatus(undefined);
          setShown(await create(Number(days)));
        }}
      >
        {(field) => {
          const { defaultValue = String(PREVIEW_DAYS_DEFAULT), ...days } = field("days");
          return <Choice {...days} defaultValue={defaultValue} label="How long it works" options={DAYS} />;
        }}
      </ActionForm>
      <StatusLine status={status} />
      {error && <Notice kind="error">The open links could not be loaded: {error.message}.</Notice>}
      {links.length > 0 && (
        <ul aria-label="Open links">
          {links.map((link) => (
            <li key={link.id} className="flex flex-wrap items-center gap-x-6 gap-y-3 border-t border-rule py-4">
              <PreviewLinkItem
                link={link}
                onRevoke={async () => {
                  await revoke(link.id);
                  if (shown?.id === link.id) setShown(null);
                  setStatus({ text: "The link is revoked." });
                }}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
