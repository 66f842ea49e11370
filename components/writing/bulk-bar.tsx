import { type FormEvent, Fragment } from "react";
import { Button } from "#components/ui/button";
import type { BulkAction } from "#lib/shared/bulk-actions";
import type { ListStatus } from "#lib/shared/list-options";

/** The id of the form that the checkboxes of the list belong to. */
export const BULK_FORM = "selected-posts";

/** The actions of each list besides tags; a post in the trash can only be restored. */
const ACTIONS: Record<ListStatus, { action: BulkAction; label: string }[]> = {
  any: [
    { action: "publish", label: "Publish" },
    { action: "delete", label: "Delete" },
  ],
  draft: [
    { action: "publish", label: "Publish" },
    { action: "delete", label: "Delete" },
  ],
  scheduled: [{ action: "delete", label: "Delete" }],
  published: [{ action: "delete", label: "Delete" }],
  trash: [{ action: "restore", label: "Restore" }],
};

type Props = {
  status: ListStatus;
  /** How many posts are selected; unknown without JavaScript. */
  count: number;
  isBusy: boolean;
  onAction: (action: BulkAction, tag: string) => void;
};

/** What can be done with the selected posts. It shows while a checkbox of the list is checked, by CSS alone. */
export function BulkBar({ status, count, isBusy, onAction }: Props) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const action = (submitter as HTMLButtonElement | null)?.value as BulkAction | undefined;
    if (!isBusy && action) onAction(action, String(new FormData(event.currentTarget).get("tag") ?? ""));
  }

  return (
    <form
      id={BULK_FORM}
      method="post"
      aria-label="Selected posts"
      onSubmit={submit}
      className="sticky bottom-0 z-10 hidden border-t border-edge bg-paper py-2 group-has-[[data-select]:checked]/posts:block"
    >
      <div className="sheet">
        <p role="status" className="text-note text-ink-soft wide:pt-3">
          {count > 0 ? `${count} selected` : ""}
        </p>
        <div className="flex flex-wrap items-center gap-x-5 gap-y-1">
          {/* First in the form, so that Enter in the field adds the tag. */}
          {status !== "trash" && (
            <div className="flex flex-wrap items-center gap-x-4">
              <input
                name="tag"
                aria-label="Tag to add or remove"
                placeholder="Tag"
                autoComplete="off"
                autoCapitalize="none"
                className="h-9 w-32 rounded-sm border border-edge bg-transparent px-2.5 placeholder:text-ink-soft placeholder:opacity-100 hover:border-ink"
              />{" "}
              <Button type="submit" name="form" value="add-tag" variant="text" isBusy={isBusy}>
                Add tag
              </Button>{" "}
              <Button type="submit" name="form" value="remove-tag" variant="text" isBusy={isBusy}>
                Remove tag
              </Button>
            </div>
          )}{" "}
          {ACTIONS[status].map(({ action, label }) => (
            <Fragment key={action}>
              <Button type="submit" name="form" value={action} variant="text" isBusy={isBusy}>
                {label}
              </Button>{" "}
            </Fragment>
          ))}
        </div>
      </div>
    </form>
  );
}
