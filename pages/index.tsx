import { PostList } from "#components/posts/post-list";
import { HomeIntro } from "#components/site/home-intro";
import { PageHead } from "#components/site/page-head";
import { SectionTitle } from "#components/site/section-title";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import { usePosts } from "#lib/client/use-post-list";
import { withEntityTag } from "#lib/server/http/page-caching";
import { loadListFallback } from "#lib/server/posts/pages/list-page";
import { redirectFor } from "#lib/server/redirects/pages/redirect-for";
import { loadHomeTexts } from "#lib/server/site/site";
import * as labels from "#lib/shared/labels/home";
import type { HomeTexts } from "#lib/shared/site";

const LATEST = { limit: 5 };

export const getServerSideProps = withEntityTag<HomeTexts>(async (context) => {
  // Blogs of other programs have posts at /?p=123.
  const redirected = context.resolvedUrl.includes("?") && (await redirectFor(context));
  if (redirected) return redirected;
  const [fallback, texts] = await Promise.all([loadListFallback(context, LATEST), loadHomeTexts()]);
  return { props: { fallback, ...texts } };
});

export default function HomePage(texts: HomeTexts) {
  const latest = usePosts(LATEST);
  return (
    <>
      <PageHead description={texts.tagline || undefined} />
      <HomeIntro {...texts} />
      <section className="mt-16 wide:mt-20" aria-labelledby="latest">
        <SectionTitle id="latest" title={labels.latest} />
        <PostList list={latest} empty={<EmptyState title={labels.nothingWritten} />} />
        {latest.next !== undefined && (
          <div className="sheet border-t border-rule pt-6">
            <Link href="/blog" className="link sheet-text w-fit">
              {labels.allPosts}
            </Link>
          </div>
        )}
      </section>
    </>
  );
}
