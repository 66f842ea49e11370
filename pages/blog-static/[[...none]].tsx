import type { GetStaticPaths, GetStaticProps } from "next";
import { StaticPostList } from "#components/posts/static-post-list";
import { loadNewestPosts } from "#lib/server/posts/pages/list-page";
import { siteForPages } from "#lib/server/site/site";
import type { PostSummary } from "#lib/shared/post-summary";
import type { Site } from "#lib/shared/site";

type Props = { posts: PostSummary[]; renderedAt: string; site: Site };

const REVALIDATE_SECONDS = 10;

/** The build has no database: the first request renders the page. */
export const getStaticPaths: GetStaticPaths = () => ({ paths: [], fallback: "blocking" });

export const getStaticProps: GetStaticProps = async ({ params }) => {
  if (params?.none) return { notFound: true };
  return {
    props: { posts: await loadNewestPosts(), renderedAt: new Date().toISOString(), site: await siteForPages() },
    revalidate: REVALIDATE_SECONDS,
  };
};

export default function StaticBlogPage({ site: _, ...props }: Props) {
  return (
    <StaticPostList title="The list, rendered once" {...props}>
      Cached for {REVALIDATE_SECONDS} seconds. The first reader after that still gets this copy, while the next one is
      rendered.
    </StaticPostList>
  );
}
