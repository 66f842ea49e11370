import type { GetServerSideProps } from "next";
import { PostPage } from "#components/posts/post-page";
import { postOfPage } from "#lib/server/posts/page";
import { postPath } from "#lib/shared/addresses";

export const getServerSideProps: GetServerSideProps = async (context) => {
  const post = await postOfPage(context);
  if (!post) return { notFound: true };
  return { props: { id: post.id, fallback: { [postPath(post.id)]: post } } };
};

export default PostPage;
