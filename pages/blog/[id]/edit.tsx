import type { GetServerSideProps } from "next";
import Link from "next/link";
import { useRouter } from "next/router";
import { PostForm } from "#components/posts/post-form";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { useChangePost } from "#lib/client/use-posts";
import { postOfPage } from "#lib/server/posts/page";
import { postAddress } from "#lib/shared/addresses";
import type { Post } from "#lib/shared/posts";

type Props = {
  /** As it is stored now: a text kept by the browser from before would undo what was saved since. */
  post: Post;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const post = await postOfPage(context);
  return post ? { props: { post } } : { notFound: true };
};

export default function EditPage({ post }: Props) {
  const change = useChangePost(post.id);
  const router = useRouter();
  return (
    <>
      <PageHead title={`Edit “${post.title}”`} isPrivate />
      <PageTitle title="Edit the post" />
      <div className="sheet mt-8">
        <div className="sheet-text">
          <PostForm
            key={post.id}
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
