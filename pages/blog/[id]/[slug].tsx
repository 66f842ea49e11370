import type { GetServerSideProps } from "next";
import { PostPage } from "#components/posts/post-page";
import { postOfPage } from "#lib/server/posts/page";
import { postAddress, postPath } from "#lib/shared/addresses";

export const getServerSideProps: GetServerSideProps = async (context) => {
  const post = await postOfPage(context);
  if (!post) return { notFound: true };
  if (context.params?.slug !== post.slug) return { redirect: { destination: postAddress(post), permanent: true } };
  return { props: { id: post.id, fallback: { [postPath(post.id)]: post } } };
};

export default PostPage;
