import type { GetServerSideProps } from "next";
import { FormError } from "#components/forms/form-error";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Link } from "#components/ui/link";
import { Notice } from "#components/ui/notice";
import { DeletedNotice } from "#components/writing/deleted-notice";
import { DraftList } from "#components/writing/draft-list";
import { DraftTabs } from "#components/writing/draft-tabs";
import { UndoDelete } from "#components/writing/undo-delete";
import { UnfinishedTexts } from "#components/writing/unfinished-texts";
import { redirectToSignIn } from "#lib/server/accounts/pages/return-path";
import { authenticatePage } from "#lib/server/authentication";
import { loadDraftsPage } from "#lib/server/posts/pages/drafts-page";
import { restoreAction } from "#lib/server/posts/pages/form-actions";
import { Problem } from "#lib/server/problem";
import { type DraftStatus, draftsPath, PURGED, parseDraftStatus } from "#lib/shared/drafts";
import type { RejectedForm } from "#lib/shared/forms";

type Props = {
  /** The viewer's account; null for an anonymous one. */
  account: string | null;
  status: DraftStatus;
  after: string | null;
  /** The post just deleted by a form post without JavaScript. */
  trashed: { id: string; title: string } | null;
  /** Whether a form post without JavaScript has just purged a post. */
  isPurged: boolean;
  refused: RejectedForm | null;
  fallback: Awaited<ReturnType<typeof loadDraftsPage>>;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const { req, query } = context;
  const viewer = await authenticatePage(req);
  const status = parseDraftStatus(query.status);
  const after = typeof query.after === "string" ? query.after : null;
  if (viewer.edits === "none") return redirectToSignIn(draftsPath(status));
  const outcome = await restoreAction(context, viewer);
  if ("redirect" in outcome) return outcome;
  try {
    const fallback = await loadDraftsPage(context, status, after);
    const trashed = Object.values(fallback)
      .flatMap(({ items }) => items)
      .find(({ id }) => status === "trash" && id === query.done);
    return {
      props: {
        account: viewer.account?.id ?? null,
        status,
        after,
        trashed: trashed ? { id: trashed.id, title: trashed.title } : null,
        isPurged: status === "trash" && query.done === PURGED,
        refused: outcome.refused,
        fallback,
      },
    };
  } catch (error) {
    if (error instanceof Problem) return { notFound: true };
    throw error;
  }
};

export default function DraftsPage({ account, status, after, trashed, isPurged, refused }: Props) {
  return (
    <>
      <PageHead title="Drafts and trash" isPrivate />
      <PageTitle title="Drafts and trash">
        <p>
          What readers do not see.{" "}
          <Link href="/blog/create" className="link">
            Write a post
          </Link>
        </p>
      </PageTitle>
      <DraftTabs status={status} />
      {trashed ? <DeletedNotice {...trashed} /> : <UndoDelete />}
      {isPurged && (
        <div className="sheet mb-6">
          <Notice kind="success" className="sheet-text">
            The post is deleted for good.
          </Notice>
        </div>
      )}
      <FormError refused={refused} forms={["restore"]} />
      {status === "draft" && after === null && <UnfinishedTexts account={account} />}
      <DraftList key={`${status} ${after}`} status={status} after={after} />
    </>
  );
}
