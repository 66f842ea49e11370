import { PostList } from "#components/posts/post-list";
import { PageHead } from "#components/site/page-head";
import { SectionTitle } from "#components/site/section-title";
import { buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import { usePosts } from "#lib/client/use-post-list";
import { withEntityTag } from "#lib/server/http/page-caching";
import { loadListFallback } from "#lib/server/posts/pages/list-page";

import { redirectFor } from "#lib/server/redirects/pages/redirect-for";
import * as labels from "#lib/shared/labels/home";

const LATEST = { limit: 5 };

export const getServerSideProps = withEntityTag(async (context) => {
  // Blogs of other programs have posts at /?p=123.
  const redirected = context.resolvedUrl.includes("?") && (await redirectFor(context));
  return redirected || { props: { fallback: await loadListFallback(context, LATEST) } };
});

export default function HomePage() {
  const latest = usePosts(LATEST);
  return (
    <>
      <PageHead description={labels.homeDescription} />
      <div className="sheet">
        <div className="sheet-text">
          <h1 className="font-serif text-title font-medium tracking-tight">{labels.homeTitle}</h1>
          <p className="mt-5 font-serif text-lead text-ink-soft">{labels.homeLead}</p>
          <div className="mt-8 flex flex-wrap gap-3">
            <Link href="/blog" className={buttonClass("main")}>
              {labels.readThePosts}
            </Link>{" "}
            <Link href="/blog/create" className={buttonClass("quiet")}>
              {labels.writeOne}
            </Link>
          </div>
        </div>
      </div>
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
