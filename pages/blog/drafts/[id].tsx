import type { InferGetServerSidePropsType } from "next";
import { PostView } from "#components/posts/post-view";
import { PageHead } from "#components/site/page-head";
import { Link } from "#components/ui/link";
import { Notice } from "#components/ui/notice";
import { getAutosavePreviewProps } from "#lib/server/autosaves/pages/preview-page";
import { unfinishedTextPath } from "#lib/shared/drafts";
import { POSTS_PAGE_PATH } from "#lib/shared/owner-paths";

export const getServerSideProps = getAutosavePreviewProps;

/** An unfinished text as it will be read, for its author only. */
export default function AutosavePreviewPage({
  autosave,
  post,
  rendering,
}: InferGetServerSidePropsType<typeof getServerSideProps>) {
  return (
    <>
      <PageHead title={`Preview of “${post.title}”`} isPrivate />
      <div className="sheet mb-8">
        <Notice kind="success" className="sheet-text text-note">
          {autosave.post === null ? "A preview of a new text" : "A preview of changes that readers do not see yet"}, as
          it was saved last.
        </Notice>
      </div>
      <PostView post={post} rendering={rendering} neighbours={{ older: null, newer: null }}>
        <Link href={unfinishedTextPath(autosave)} className="link py-2">
          Continue
        </Link>{" "}
        <Link href={POSTS_PAGE_PATH} className="link py-2">
          Your posts
        </Link>
      </PostView>
    </>
  );
}
