import type { GetServerSideProps } from "next";
import { FormError } from "#components/forms/form-error";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Link } from "#components/ui/link";
import { Notice } from "#components/ui/notice";
import { CompareForm } from "#components/writing/compare-form";
import { ComparisonView } from "#components/writing/comparison-view";
import { ForbiddenPage } from "#components/writing/forbidden-page";
import { RevisionList } from "#components/writing/revision-list";
import { authenticatePage } from "#lib/server/authentication";
import { getOrigin } from "#lib/server/origin";
import { denyPage, loadEditablePost } from "#lib/server/posts/pages/edit-access";
import { revertAction } from "#lib/server/posts/pages/form-actions";
import { type History, loadHistory } from "#lib/server/posts/pages/history-page";
import { toPost } from "#lib/server/posts/row";
import { Problem } from "#lib/server/problem";
import type { RejectedForm } from "#lib/shared/forms";
import { postPagePath } from "#lib/shared/paths";
import type { Post } from "#lib/shared/posts";

type Props = {
  /** Null if the viewer may not edit it. */
  post: Pick<Post, "id" | "title" | "slug" | "version"> | null;
  history: History | null;
  after: string | null;
  /** The revision that was just restored. */
  done: string | null;
  refused: RejectedForm | null;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const { query, req } = context;
  const outcome = await revertAction(context, await authenticatePage(req));
  if ("redirect" in outcome) return outcome;
  const { refused } = outcome;
  const { post, refusal } = await loadEditablePost(context);
  const denied = { post: null, history: null, after: null, done: null, refused };
  if (!post) return denyPage(context, refusal, "history", denied);
  try {
    const history = await loadHistory(post, query);
    const { id, slug, title, version } = toPost(post, getOrigin(req));
    const after = typeof query.after === "string" ? query.after : null;
    const done = refused || typeof query.done !== "string" ? null : query.done;
    return { props: { post: { id, slug, title, version }, history, after, done, refused } };
  } catch (error) {
    if (error instanceof Problem) return { notFound: true };
    throw error;
  }
};

export default function HistoryPage({ post, history, after, done, refused }: Props) {
  if (!post || !history) return <ForbiddenPage />;
  const { compared, next, revisions } = history;
  return (
    <>
      <PageHead title={`History of “${post.title}”`} isPrivate />
      <PageTitle title="History">
        <p dir="auto">
          Every revision of{" "}
          <Link href={postPagePath(post)} className="link">
            “{post.title}”
          </Link>{" "}
          is stored.
        </p>
      </PageTitle>
      <div className="mt-8">
        <FormError refused={refused} forms={["restore"]} />
        {done && (
          <div className="sheet pb-8">
            <Notice kind="success" role="status" className="sheet-text">
              Revision {done} is restored, as revision {post.version}.
            </Notice>
          </div>
        )}
        {compared && (
          <section aria-labelledby="changes" className="sheet gap-y-5 border-t border-rule py-8">
            <h2 id="changes" className="font-medium">
              Changes
            </h2>
            <div className="space-y-8">
              <CompareForm revisions={revisions} from={compared.from} to={compared.to} after={after} />
              <ComparisonView comparison={compared.comparison} />
            </div>
          </section>
        )}
        <section aria-labelledby="revisions" className="sheet gap-y-5 border-t border-rule py-8">
          <h2 id="revisions" className="font-medium">
            Revisions
          </h2>
          <div>
            <RevisionList id={post.id} revisions={revisions} current={post.version} />
            {next && (
              <Link href={`/blog/${post.id}/history?after=${next}`} className="link inline-block py-3">
                Older revisions
              </Link>
            )}
          </div>
        </section>
      </div>
    </>
  );
}
