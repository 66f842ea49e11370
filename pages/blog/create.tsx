import type { GetServerSideProps } from "next";
import { PostForm } from "#components/posts/post-form";
import { PostList } from "#components/posts/post-list";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { SectionTitle } from "#components/site/section-title";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import { usePosts } from "#lib/client/use-post-list";
import { useCreatePost } from "#lib/client/use-posts";
import { signInFirst } from "#lib/server/accounts/return-path";
import { visitorOf } from "#lib/server/viewer";
import { postAddress } from "#lib/shared/addresses";
import type { Post } from "#lib/shared/posts";

const LATEST = { limit: 5 };

export const getServerSideProps: GetServerSideProps = async ({ req }) => {
  const { mayPost } = await visitorOf(req);
  return mayPost ? { props: {} } : signInFirst("/blog/create");
};

const published = (post: Post) => (
  <p>
    Published.{" "}
    <Link href={postAddress(post)} className="link">
      Read “{post.title}”
    </Link>
  </p>
);

export default function CreatePage() {
  const create = useCreatePost();
  const latest = usePosts(LATEST);
  return (
    <>
      <PageHead title="Write" description="Write a new post." />
      <PageTitle title="Write a post" />
      <div className="sheet mt-8">
        <div className="sheet-text">
          <PostForm action="Publish" onSubmit={create} success={published} />
        </div>
      </div>
      <section className="mt-16" aria-labelledby="latest">
        <SectionTitle id="latest" title="Latest" />
        <PostList list={latest} isShort empty={<EmptyState title="Nothing here yet: yours will be the first." />} />
      </section>
    </>
  );
}
