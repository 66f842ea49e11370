import type { GetServerSideProps } from "next";
import { RefusalNote } from "#components/accounts/refusal-note";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Link } from "#components/ui/link";
import { DraftList } from "#components/writing/draft-list";
import { DraftTabs } from "#components/writing/draft-tabs";
import { TrashedNote } from "#components/writing/trashed-note";
import { UndoDelete } from "#components/writing/undo-delete";
import { signInFirst } from "#lib/server/accounts/return-path";
import { draftsOfPage } from "#lib/server/posts/drafts";
import { takeRestoration } from "#lib/server/posts/forms";
import { Problem } from "#lib/server/problem";
import { visitorOf } from "#lib/server/viewer";
import { type DraftStatus, draftStatusOf, draftsAddress } from "#lib/shared/drafts";
import type { RefusedForm } from "#lib/shared/forms";

type Props = {
  status: DraftStatus;
  after: string | null;
  /** What a plain form has put into the trash just now. */
  trashed: { id: string; title: string } | null;
  refused: RefusedForm | null;
  fallback: Awaited<ReturnType<typeof draftsOfPage>>;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const { req, query } = context;
  const viewer = await visitorOf(req);
  const status = draftStatusOf(query.status);
  const after = typeof query.after === "string" ? query.after : null;
  if (viewer.edits === "none") return signInFirst(draftsAddress(status));
  const outcome = await takeRestoration(context, viewer);
  if ("redirect" in outcome) return outcome;
  try {
    const fallback = await draftsOfPage(context, status, after);
    const trashed = Object.values(fallback)
      .flatMap(({ items }) => items)
      .find(({ id }) => status === "trash" && id === query.done);
    return {
      props: {
        status,
        after,
        trashed: trashed ? { id: trashed.id, title: trashed.title } : null,
        refused: outcome.refused,
        fallback,
      },
    };
  } catch (error) {
    if (error instanceof Problem) return { notFound: true };
    throw error;
  }
};

export default function DraftsPage({ status, after, trashed, refused }: Props) {
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
      {trashed ? <TrashedNote {...trashed} /> : <UndoDelete />}
      <RefusalNote refused={refused} forms={["restore"]} />
      <DraftList key={`${status} ${after}`} status={status} after={after} />
    </>
  );
}
