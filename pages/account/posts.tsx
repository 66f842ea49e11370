import type { GetServerSideProps } from "next";
import { AccountLayout } from "#components/accounts/account-layout";
import { FormError } from "#components/forms/form-error";
import { Link } from "#components/ui/link";
import { Notice } from "#components/ui/notice";
import { PostsFilter } from "#components/writing/posts-filter";
import { PostsViews } from "#components/writing/posts-views";
import { UndoDelete } from "#components/writing/undo-delete";
import { UnfinishedTexts } from "#components/writing/unfinished-texts";
import { WrittenPosts } from "#components/writing/written-posts";
import { loadPostsPage, type PostsPageProps } from "#lib/server/posts/pages/posts-page";
import { BULK_ACTIONS } from "#lib/shared/bulk-actions";
import { isFiltered, postsViewPath } from "#lib/shared/posts-view";

export const getServerSideProps: GetServerSideProps<PostsPageProps> = loadPostsPage;

export default function PostsPage({ account, role, view, writers, report, isPurged, refused }: PostsPageProps) {
  const seesAll = role === "owner" || role === "editor";
  const isStart = view.after === undefined && !isFiltered(view);
  return (
    <AccountLayout
      title="Posts"
      lead={
        <>
          {seesAll ? "Everything that is written on this site." : "Everything that you have written."}{" "}
          <Link href="/blog/create" className="link">
            Write a post
          </Link>
        </>
      }
      viewerRole={role}
    >
      <PostsViews view={view} />
      <PostsFilter key={postsViewPath(view)} view={view} writers={writers} />
      <UndoDelete />
      {isPurged && (
        <div className="sheet mb-6">
          <Notice kind="success" className="sheet-text">
            The post is deleted for good.
          </Notice>
        </div>
      )}
      <FormError refused={refused} forms={[...BULK_ACTIONS]} />
      {isStart && (view.status === "any" || view.status === "draft") && <UnfinishedTexts account={account} />}
      <WrittenPosts key={`list ${postsViewPath(view)}`} account={account} view={view} role={role} report={report} />
    </AccountLayout>
  );
}
