import { DocsLayout } from "#components/docs/docs-layout";
import { Prose } from "#components/docs/prose";
import { findGuidePage } from "#lib/server/docs/guide";
import { setPageCaching, withEntityTag } from "#lib/server/http/page-caching";
import { type GuidePage, guidePath } from "#lib/shared/docs";

type Props = { page: GuidePage; href: string };

export const getServerSideProps = withEntityTag<Props>(async ({ params, res }) => {
  setPageCaching(res, true);
  const slug = [params?.slug ?? []].flat().join("/");
  const page = await findGuidePage(slug);
  return page ? { props: { page, href: guidePath(slug) } } : { notFound: true };
});

export default function GuidePageView({ page: { title, description, html }, href }: Props) {
  return (
    <DocsLayout title={title} description={description} href={href}>
      <Prose html={html} />
    </DocsLayout>
  );
}
