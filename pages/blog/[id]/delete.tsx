import type { GetServerSideProps } from "next";
import { RefusalNote } from "#components/accounts/refusal-note";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { NotYours } from "#components/writing/not-yours";
import { originOf } from "#lib/server/origin";
import { takeRemoval } from "#lib/server/posts/forms";
import { ownPostOfPage, refusePage } from "#lib/server/posts/own";
import { toPost } from "#lib/server/posts/view";
import { visitorOf } from "#lib/server/viewer";
import { postAddress } from "#lib/shared/addresses";
import type { RefusedForm } from "#lib/shared/forms";
import type { Post } from "#lib/shared/posts";

type Props = {
  /** Null for others' posts. */
  post: Pick<Post, "id" | "title" | "slug"> | null;
  refused: RefusedForm | null;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const outcome = await takeRemoval(context, await visitorOf(context.req));
  if ("redirect" in outcome) return outcome;
  const { refused } = outcome;
  const { post, refusal } = await ownPostOfPage(context);
  if (!post) return refusePage(context, refusal, "delete", { post: null, refused });
  const { id, slug, title } = toPost(post, originOf(context.req));
  return { props: { post: { id, slug, title }, refused } };
};

/** Asks before a post is deleted, where no script can offer to undo it. */
export default function DeletePage({ post, refused }: Props) {
  if (!post) return <NotYours />;
  return (
    <>
      <PageHead title={`Delete “${post.title}”`} isPrivate />
      <PageTitle title="Delete this post?">
        <p dir="auto">
          “{post.title}” leaves the blog and every list, for everyone. It lies in the trash for 30 days, and can be
          brought back until then.
        </p>
      </PageTitle>
      <div className="mt-8">
        <RefusalNote refused={refused} forms={["delete"]} />
        <form method="post" className="sheet">
          <div className="sheet-text flex flex-wrap items-center gap-x-5 gap-y-3">
            <Button type="submit" name="form" value="delete" variant="danger">
              Delete post
            </Button>{" "}
            <Link href={postAddress(post)} className="link py-2">
              Keep it
            </Link>
          </div>
        </form>
      </div>
    </>
  );
}
