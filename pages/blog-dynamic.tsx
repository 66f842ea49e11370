import type { GetServerSideProps } from "next";
import { MadeList } from "#components/posts/made-list";
import { newestPosts } from "#lib/server/posts/page";
import type { PostSummary } from "#lib/shared/post-summary";

type Props = { posts: PostSummary[]; madeAt: string };

export const getServerSideProps: GetServerSideProps = async () => ({
  props: { posts: await newestPosts(), madeAt: new Date().toISOString() },
});

export default function DynamicBlogPage(props: Props) {
  return (
    <MadeList title="The list, made each time" {...props}>
      Made for each request, and so never older than this one.
    </MadeList>
  );
}
