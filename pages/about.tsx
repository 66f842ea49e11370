import { PostText } from "#components/posts/post-text";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { useSite } from "#components/site/site-context";
import { buttonClass } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { withEntityTag } from "#lib/server/http/page-caching";
import { loadAboutPage } from "#lib/server/site/pages/about-page";
import { textAttributes } from "#lib/shared/text-attributes";

type Props = Awaited<ReturnType<typeof loadAboutPage>>;

export const getServerSideProps = withEntityTag<Props>(async (context) => ({ props: await loadAboutPage(context) }));

export default function AboutPage({ html, description, mayEdit, ...languages }: Props) {
  return (
    <>
      <PageHead title="About" description={description} />
      <PageTitle title="About" />
      <div className="sheet mt-8">
        <div className="sheet-text">
          <PostText {...textAttributes(languages, useSite())} html={html} />
          <p className="mt-12 flex flex-wrap items-center gap-x-6 gap-y-3 border-t border-rule pt-6">
            {mayEdit && (
              <Link href="/about/edit" className={buttonClass("quiet")}>
                Edit
              </Link>
            )}
            <Link href="/contact" className="link py-2">
              Write to us
            </Link>
          </p>
        </div>
      </div>
    </>
  );
}
