import { useRouter } from "next/router";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { buttonClass } from "#components/ui/button";
import { ErrorState } from "#components/ui/error-state";
import { Link } from "#components/ui/link";
import { offersEdit, useAccount } from "#lib/client/use-account";
import { usePost, useRemovePost } from "#lib/client/use-posts";
import { DeletePost } from "./delete-post.tsx";
import { PostView } from "./post-view.tsx";

type Props = { id: string };

/** The page of one post, under each of its addresses. */
export function PostPage({ id }: Props) {
  const { data: post, error, isValidating, mutate } = usePost(id);
  const remove = useRemovePost(id);
  const { session } = useAccount();
  const router = useRouter();

  if (error?.status === 404) {
    return (
      <PageTitle title="This post is gone">
        It was here, and somebody has taken it down since.{" "}
        <Link href="/blog" className="link">
          Read another
        </Link>
      </PageTitle>
    );
  }
  if (!post) {
    if (!error) return null;
    return (
      <ErrorState
        title="The post could not be fetched"
        reason={error.message}
        isRetrying={isValidating}
        onRetry={mutate}
      />
    );
  }
  return (
    <>
      <PageHead
        title={post.title}
        description={post.excerpt}
        canonical={post.url}
        isPrivate={post.status === "draft"}
      />
      <PostView post={post}>
        {offersEdit(session, post) && (
          <>
            <Link href={`/blog/${id}/edit`} className={buttonClass("quiet")}>
              Edit
            </Link>
            <DeletePost
              title={post.title}
              onDelete={async () => {
                await remove();
                await router.push("/blog");
              }}
            />
          </>
        )}
      </PostView>
    </>
  );
}
