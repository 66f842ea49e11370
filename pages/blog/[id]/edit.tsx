import type { GetServerSideProps } from "next";
import { useRouter } from "next/router";
import { PostForm } from "#components/posts/post-form";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Link } from "#components/ui/link";
import { useChangePost } from "#lib/client/use-posts";
import { signInFirst } from "#lib/server/accounts/return-path";
import { editablePostOfPage } from "#lib/server/posts/page";
import { postAddress } from "#lib/shared/addresses";
import type { Post } from "#lib/shared/posts";

type Props = {
  /** As it is stored now: a text kept by the browser from before would undo what was saved since. Null for others' posts. */
  post: Post | null;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const post = await editablePostOfPage(context);
  if (post === 404) return { notFound: true };
  if (post === 401) return signInFirst(`/blog/${context.params?.id}/edit`);
  if (typeof post === "object") return { props: { post } };
  context.res.statusCode = post;
  return { props: { post: null } };
};

export default function EditPage({ post }: Props) {
  if (post) return <EditPost key={post.id} post={post} />;
  return (
    <>
      <PageHead title="Not yours to edit" isPrivate />
      <PageTitle title="Not yours to edit">
        Somebody else wrote this post.{" "}
        <Link href="/blog" className="link">
          Go back to the posts
        </Link>
      </PageTitle>
    </>
  );
}

function EditPost({ post }: { post: Post }) {
  const change = useChangePost(post.id);
  const router = useRouter();
  return (
    <>
      <PageHead title={`Edit “${post.title}”`} isPrivate />
      <PageTitle title="Edit the post" />
      <div className="sheet mt-8">
        <div className="sheet-text">
          <PostForm
            post={post}
            action="Save changes"
            onSubmit={async (draft) => {
              const saved = await change(draft);
              await router.push(postAddress(saved));
              return saved;
            }}
          >
            <Link href={postAddress(post)} className="link py-2">
              Leave it as it is
            </Link>
          </PostForm>
        </div>
      </div>
    </>
  );
}
