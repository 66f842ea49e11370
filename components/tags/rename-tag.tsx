import { useState } from "react";
import { ActionForm } from "#components/forms/action-form";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { Field } from "#components/ui/field";
import { api } from "#lib/client/api";
import { useAction } from "#lib/client/use-action";
import type { RejectedForm } from "#lib/shared/forms";
import { tagKey, tidyTag } from "#lib/shared/tag-names";
import type { TagCount, TagMerge } from "#lib/shared/tags";

type Props = {
  tag: TagCount;
  /** Requested by a form post without JavaScript; has to be confirmed. */
  merge: TagMerge | null;
  refused: RejectedForm | null;
  /** Renames the tag, or merges it; an ApiError is shown. */
  onRename: (name: string, isMerge: boolean) => Promise<void>;
};

/** The form that renames a tag. The name of another tag merges the two, after confirmation. */
export function RenameTag({ tag: { tag, slug }, merge: requested, refused, onRename }: Props) {
  const [merge, setMerge] = useState<TagMerge>();
  const { run, isBusy, error } = useAction(async (name: string) => onRename(name, true));

  async function submit({ name = "" }: Record<string, string>) {
    const key = tagKey(tidyTag(name));
    const other = (await api.listTags()).find((existing) => existing.slug !== slug && tagKey(existing.tag) === key);
    if (other) setMerge({ name, into: other.tag });
    else await onRename(name, false);
  }

  if (requested) {
    return (
      <ActionForm
        name="rename-tag"
        action={
          <span>
            Merge into “<bdi>{requested.into}</bdi>”
          </span>
        }
        hidden={{ name: requested.name, isConfirmed: "true" }}
        refused={refused}
        onSubmit={() => onRename(requested.name, true)}
      />
    );
  }
  return (
    <>
      <ActionForm name="rename-tag" action="Rename" refused={refused} onSubmit={submit}>
        {(field) => {
          const { defaultValue = tag, ...rest } = field("name");
          return (
            <Field
              {...rest}
              defaultValue={defaultValue}
              label="Name"
              hint="The name of another tag merges this one into it."
              required
              autoComplete="off"
              autoCapitalize="none"
              dir="auto"
            />
          );
        }}
      </ActionForm>
      {merge && (
        <ConfirmDialog
          title="Merge two tags?"
          action="Merge"
          isBusy={isBusy}
          error={error ? `Not merged: ${error.title}.` : undefined}
          onConfirm={() => void run(merge.name)}
          onCancel={() => setMerge(undefined)}
        >
          <MergeText tag={tag} into={merge.into} />
        </ConfirmDialog>
      )}
    </>
  );
}

/** What a merge does. */
export function MergeText({ tag, into }: { tag: string; into: string }) {
  return (
    <p>
      There is a tag “<bdi>{into}</bdi>” already. All posts tagged “<bdi>{tag}</bdi>” get it instead. This cannot be
      undone.
    </p>
  );
}
