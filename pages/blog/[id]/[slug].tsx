import { PostPage } from "#components/posts/post-page";
import { postPage } from "#lib/server/posts/post-page";

export const getServerSideProps = postPage;

export default PostPage;
