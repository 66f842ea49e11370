import type { GetServerSideProps } from "next";
import { StaticPostList } from "#components/posts/static-post-list";
import { loadNewestPosts } from "#lib/server/posts/pages/list-page";
import type { PostSummary } from "#lib/shared/post-summary";

type Props = { posts: PostSummary[]; renderedAt: string };

export const getServerSideProps: GetServerSideProps = async () => ({
  props: { posts: await loadNewestPosts(), renderedAt: new Date().toISOString() },
});

export default function DynamicBlogPage(props: Props) {
  return (
    <StaticPostList title="The list, rendered each time" {...props}>
      Rendered for each request, and so never older than this one.
    </StaticPostList>
  );
}
