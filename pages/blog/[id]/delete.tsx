import type { GetServerSideProps } from "next";
import { FormError } from "#components/forms/form-error";
import { DateText } from "#components/site/date-text";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { ForbiddenPage } from "#components/writing/forbidden-page";
import { PurgeConsequences } from "#components/writing/purge-consequences";
import { authenticatePage } from "#lib/server/authentication";
import { getOrigin } from "#lib/server/origin";
import { denyPage, findTrashedPost, loadEditablePost } from "#lib/server/posts/pages/edit-access";
import { deleteAction } from "#lib/server/posts/pages/form-actions";
import { toPost, trashDates } from "#lib/server/posts/row";
import type { RejectedForm } from "#lib/shared/forms";
import { postPagePath } from "#lib/shared/paths";
import type { Post, TrashDates } from "#lib/shared/posts";
import { postsViewPath } from "#lib/shared/posts-view";
import { TRASH_RETENTION } from "#lib/shared/trash";

type Props = {
  /** Null if the viewer may not delete it. */
  post: Pick<Post, "id" | "title" | "slug"> | null;
  /** Where the post is in the trash already. */
  trashed: TrashDates | null;
  refused: RejectedForm | null;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const outcome = await deleteAction(context, await authenticatePage(context.req));
  if ("redirect" in outcome) return outcome;
  const { refused } = outcome;
  const access = await loadEditablePost(context);
  // A second click on "Delete post" must not lead to "Delete for good".
  const trashed = access.post || refused?.form === "delete" ? undefined : await findTrashedPost(context);
  const found = access.post ?? trashed;
  if (!found) return denyPage(context, access.refusal ?? 404, "delete", { post: null, trashed: null, refused });
  const { id, slug, title } = toPost(found, getOrigin(context.req));
  return { props: { post: { id, slug, title }, trashed: trashed ? trashDates(trashed) : null, refused } };
};

/** Confirms a deletion without JavaScript, where neither Undo nor a dialog is offered. */
export default function DeletePage({ post, trashed, refused }: Props) {
  if (!post) return <ForbiddenPage />;
  return (
    <>
      <PageHead title={`Delete “${post.title}”`} isPrivate />
      <PageTitle title={trashed ? "Delete this post for good?" : "Delete this post?"}>
        {trashed ? (
          <>
            <PurgeConsequences title={post.title} />
            <p className="mt-2">
              Deleted <DateText value={trashed.deletedAt} />, will be purged <DateText value={trashed.purgeAt} />.
            </p>
          </>
        ) : (
          <p>
            “<bdi>{post.title}</bdi>” leaves the blog and every list, for everyone. It stays in the trash for{" "}
            {TRASH_RETENTION} and can be restored until then.
          </p>
        )}
      </PageTitle>
      <div className="mt-8">
        <FormError refused={refused} forms={["delete", "purge"]} />
        <form method="post" className="sheet">
          <div className="sheet-text flex flex-wrap items-center gap-x-5 gap-y-3">
            <Button type="submit" name="form" value={trashed ? "purge" : "delete"} variant="danger">
              {trashed ? "Delete for good" : "Delete post"}
            </Button>{" "}
            <Link href={trashed ? postsViewPath({ status: "trash" }) : postPagePath(post)} className="link py-2">
              Keep it
            </Link>
          </div>
        </form>
      </div>
    </>
  );
}
