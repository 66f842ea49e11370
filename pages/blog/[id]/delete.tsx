import type { GetServerSideProps } from "next";
import { FormError } from "#components/forms/form-error";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { ForbiddenPage } from "#components/writing/forbidden-page";
import { authenticatePage } from "#lib/server/authentication";
import { getOrigin } from "#lib/server/origin";
import { denyPage, loadEditablePost } from "#lib/server/posts/pages/edit-access";
import { deleteAction } from "#lib/server/posts/pages/form-actions";
import { toPost } from "#lib/server/posts/row";
import type { RejectedForm } from "#lib/shared/forms";
import { postPagePath } from "#lib/shared/paths";
import type { Post } from "#lib/shared/posts";

type Props = {
  /** Null if the viewer may not delete it. */
  post: Pick<Post, "id" | "title" | "slug"> | null;
  refused: RejectedForm | null;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const outcome = await deleteAction(context, await authenticatePage(context.req));
  if ("redirect" in outcome) return outcome;
  const { refused } = outcome;
  const { post, refusal } = await loadEditablePost(context);
  if (!post) return denyPage(context, refusal, "delete", { post: null, refused });
  const { id, slug, title } = toPost(post, getOrigin(context.req));
  return { props: { post: { id, slug, title }, refused } };
};

/** Confirms a deletion without JavaScript, where Undo is not offered. */
export default function DeletePage({ post, refused }: Props) {
  if (!post) return <ForbiddenPage />;
  return (
    <>
      <PageHead title={`Delete “${post.title}”`} isPrivate />
      <PageTitle title="Delete this post?">
        <p dir="auto">
          “{post.title}” leaves the blog and every list, for everyone. It stays in the trash for 30 days and can be
          restored until then.
        </p>
      </PageTitle>
      <div className="mt-8">
        <FormError refused={refused} forms={["delete"]} />
        <form method="post" className="sheet">
          <div className="sheet-text flex flex-wrap items-center gap-x-5 gap-y-3">
            <Button type="submit" name="form" value="delete" variant="danger">
              Delete post
            </Button>{" "}
            <Link href={postPagePath(post)} className="link py-2">
              Keep it
            </Link>
          </div>
        </form>
      </div>
    </>
  );
}
