import type { GetServerSideProps } from "next";
import { useRouter } from "next/router";
import { AccountLayout } from "#components/accounts/account-layout";
import { AccountSection } from "#components/accounts/account-section";
import { ConfirmedForm } from "#components/forms/confirmed-form";
import { FormError } from "#components/forms/form-error";
import { MergeText, RenameTag } from "#components/tags/rename-tag";
import { Link } from "#components/ui/link";
import { useTagChanges } from "#lib/client/use-tags";
import { loadTagPage, type TagPageProps } from "#lib/server/tags/pages/tag-pages";
import { listPagePath } from "#lib/shared/list-params";
import { TAGS_PAGE_PATH } from "#lib/shared/owner-paths";

export const getServerSideProps: GetServerSideProps<TagPageProps> = loadTagPage;

/** The owner's page of a tag. */
export default function TagPage({ tag, role, merge, refused }: TagPageProps) {
  const router = useRouter();
  const { rename, deleteTag } = useTagChanges(tag.slug);
  const showDone = (done: string) => router.push(`${TAGS_PAGE_PATH}?done=${done}`);
  return (
    <AccountLayout
      title={`Tag “${tag.tag}”`}
      lead={
        <Link href={listPagePath({ tag: tag.tag })} className="link">
          {`${tag.count.toLocaleString("en")} public ${tag.count === 1 ? "post" : "posts"}`}
        </Link>
      }
      viewerRole={role}
    >
      <FormError refused={refused} forms={["delete-tag"]} />
      <AccountSection title={merge ? "Merge" : "Rename"}>
        {merge ? (
          <MergeText tag={tag.tag} into={merge.into} />
        ) : (
          <p className="text-ink-soft">All posts get the new name. The old one still leads to them.</p>
        )}
        <RenameTag
          tag={tag}
          merge={merge}
          refused={refused}
          onRename={async (name, isMerge) => {
            await rename(name);
            await showDone(isMerge ? "merge" : "rename");
          }}
        />
      </AccountSection>
      {!merge && (
        <AccountSection title="Delete">
          <p className="text-ink-soft">
            The tag is removed from all posts, drafts included. The posts stay. This cannot be undone.
          </p>
          <ConfirmedForm
            name="delete-tag"
            id={tag.slug}
            label="Delete the tag"
            title="Delete this tag?"
            action="Delete tag"
            failure="Not deleted"
            onConfirm={async () => {
              await deleteTag();
              await showDone("delete");
            }}
          >
            <p>
              “<bdi>{tag.tag}</bdi>” is removed from all posts, for everyone.
            </p>
          </ConfirmedForm>
        </AccountSection>
      )}
      <div className="sheet border-t border-rule pt-6">
        <p className="sheet-text">
          <Link href={TAGS_PAGE_PATH} className="link">
            All tags
          </Link>
        </p>
      </div>
    </AccountLayout>
  );
}
