import { PostPage } from "#components/posts/post-page";
import { getPostPageProps } from "#lib/server/posts/pages/post-page";

export const getServerSideProps = getPostPageProps;

export default PostPage;
