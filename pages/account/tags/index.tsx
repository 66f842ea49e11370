import type { GetServerSideProps } from "next";
import { AccountLayout } from "#components/accounts/account-layout";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import { type Status, StatusLine } from "#components/ui/status-line";
import { useTags } from "#lib/client/use-tags";
import { loadTagsPage, type TagsPageProps } from "#lib/server/tags/pages/tag-pages";
import { ownValue } from "#lib/shared/own-value";
import { tagPagePath } from "#lib/shared/owner-paths";

export const getServerSideProps: GetServerSideProps<TagsPageProps> = loadTagsPage;

const DONE: Record<string, Status> = {
  rename: { text: "The tag is renamed." },
  merge: { text: "The tags are merged." },
  delete: { text: "The tag is deleted." },
};

/** The owner's list of tags. */
export default function TagsPage({ done, role }: TagsPageProps) {
  const tags = useTags();
  return (
    <AccountLayout
      title="Tags"
      lead="Choose a tag to rename it, to merge it into another one, or to delete it."
      viewerRole={role}
    >
      <div className="sheet">
        <div className="sheet-text has-[:not(:empty)]:pb-6">
          <StatusLine status={ownValue(DONE, done)} />
        </div>
      </div>
      {tags.length === 0 && <EmptyState title="No public post has a tag." />}
      <div className="sheet">
        <ul aria-label="Tags" className="sheet-text">
          {tags.map(({ tag, slug, count }) => (
            <li key={slug} className="border-t border-rule">
              <Link
                href={tagPagePath(slug)}
                className="flex min-h-11 items-baseline justify-between gap-x-6 py-2.5 hover:text-accent"
              >
                <bdi className="min-w-0 font-medium break-words">{tag}</bdi>{" "}
                <span className="text-note whitespace-nowrap text-ink-soft tabular-nums">
                  {`${count.toLocaleString("en")} ${count === 1 ? "post" : "posts"}`}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </AccountLayout>
  );
}
