import { useRouter } from "next/router";
import { type ComponentProps, type ComponentType, lazy, Suspense } from "react";
import { articleHead } from "#components/site/article-head";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { ErrorState } from "#components/ui/error-state";
import { Link } from "#components/ui/link";
import { usePost } from "#lib/client/use-post";
import { useRefresh } from "#lib/client/use-refresh";
import * as labels from "#lib/shared/labels/post";
import type { Neighbours } from "#lib/shared/neighbours";
import type { Preview } from "#lib/shared/preview";
import { PostView } from "./post-view.tsx";

type ActionsProps = ComponentProps<typeof import("./post-actions.tsx").PostActions>;

/** Few readers may edit: what the server has rendered works until the code is loaded, and is gone if it cannot be, such as after a new build. */
const PostActions = lazy<ComponentType<ActionsProps>>(() =>
  import("./post-actions.tsx").then(
    ({ PostActions }) => ({ default: PostActions }),
    () => ({ default: () => null }),
  ),
);

type Props = {
  id: string;
  /** The rendered text, and the version it was rendered from. */
  rendering: Preview & { version: number };
  neighbours: Neighbours;
  /** The meta description. */
  description: string;
  /** The post as JSON-LD. */
  structuredData: string;
  mayEdit: boolean;
  /** Whether the author's page exists, which it does where the post is public. */
  hasAuthorPage?: boolean;
  isScheduled?: boolean;
};

/** The page of one post. */
export function PostPage({
  id,
  rendering,
  neighbours,
  description,
  structuredData,
  mayEdit,
  hasAuthorPage = true,
  isScheduled,
}: Props) {
  const { data: post, error, isValidating, mutate } = usePost(id);
  const router = useRouter();
  useRefresh(`${id}-${post?.version}`, post !== undefined && post.version > rendering.version);

  if (error?.status === 404) {
    return (
      <PageTitle title={labels.postGone}>
        {labels.postDeleted}{" "}
        <Link href="/blog" className="link">
          {labels.readAnother}
        </Link>
      </PageTitle>
    );
  }
  if (!post) {
    if (!error) return null;
    return (
      <ErrorState title={labels.postNotLoaded} reason={error.message} isRetrying={isValidating} onRetry={mutate} />
    );
  }
  const isDraft = post.status === "draft";
  return (
    <>
      <PageHead
        title={post.title}
        description={description}
        canonical={post.canonicalUrl ?? post.url}
        isPrivate={isDraft}
        isArticle
      >
        {!isDraft && articleHead(post, structuredData)}
      </PageHead>
      <PostView
        post={post}
        rendering={rendering}
        neighbours={neighbours}
        hasAuthorPage={hasAuthorPage}
        isScheduled={isScheduled}
      >
        {mayEdit && (
          <Suspense>
            <PostActions post={post} onDeleted={() => router.push("/blog")} />
          </Suspense>
        )}
      </PostView>
    </>
  );
}
