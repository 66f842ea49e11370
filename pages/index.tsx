import { NothingPublished } from "#components/posts/nothing-published";
import { PostList } from "#components/posts/post-list";
import { HomeIntro } from "#components/site/home-intro";
import { OwnerWanted } from "#components/site/owner-wanted";
import { PageHead } from "#components/site/page-head";
import { SectionTitle } from "#components/site/section-title";
import { Link } from "#components/ui/link";
import { usePosts } from "#lib/client/use-post-list";
import { hasAccounts } from "#lib/server/accounts/has-accounts";
import { database } from "#lib/server/db/database";
import { withEntityTag } from "#lib/server/http/page-caching";
import { loadListFallback } from "#lib/server/posts/pages/list-page";
import { nextStepsProp } from "#lib/server/posts/pages/next-steps";
import { redirectFor } from "#lib/server/redirects/pages/redirect-for";
import { loadHomeTexts } from "#lib/server/site/site";
import * as labels from "#lib/shared/labels/home";
import type { HomeTexts, NextStep } from "#lib/shared/site";

const LATEST = { limit: 5 };

type Props = HomeTexts & {
  /** true until there is an account. */
  needsOwner?: true;
  nextSteps?: NextStep[];
};

export const getServerSideProps = withEntityTag<Props>(async (context) => {
  // Blogs of other programs have posts at /?p=123.
  const redirected = context.resolvedUrl.includes("?") && (await redirectFor(context));
  if (redirected) return redirected;
  const [fallback, texts] = await Promise.all([loadListFallback(context, LATEST), loadHomeTexts()]);
  const needsOwner = !(await hasAccounts(await database()));
  const nextSteps = await nextStepsProp(context.req, fallback);
  return { props: { fallback, ...texts, ...nextSteps, ...(needsOwner && { needsOwner }) } };
});

export default function HomePage({ needsOwner, nextSteps, ...texts }: Props) {
  const latest = usePosts(LATEST);
  return (
    <>
      <PageHead description={texts.tagline || undefined} />
      {needsOwner && <OwnerWanted />}
      <HomeIntro {...texts} />
      <section className="mt-16 wide:mt-20" aria-labelledby="latest">
        <SectionTitle id="latest" title={labels.latest} />
        <PostList list={latest} empty={<NothingPublished steps={nextSteps} />} />
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
