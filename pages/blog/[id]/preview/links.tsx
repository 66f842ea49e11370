import type { InferGetServerSidePropsType } from "next";
import { FormError } from "#components/forms/form-error";
import { PreviewLinksLead } from "#components/preview-links/lead";
import { PreviewLinks } from "#components/preview-links/preview-links";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Link } from "#components/ui/link";
import { ForbiddenPage } from "#components/writing/forbidden-page";
import { getPreviewLinksPageProps } from "#lib/server/preview-links/pages/links-page";
import { postPagePath } from "#lib/shared/paths";

export const getServerSideProps = getPreviewLinksPageProps;

/** The preview links of a post, for those who may edit it. */
export default function PreviewLinksPage({
  post,
  created,
  isRevoked,
  refused,
}: InferGetServerSidePropsType<typeof getServerSideProps>) {
  if (!post) return <ForbiddenPage />;
  return (
    <>
      <PageHead title={`Share a preview of “${post.title}”`} isPrivate />
      <PageTitle title="Share a preview">
        <p dir="auto">
          Of{" "}
          <Link href={postPagePath(post)} className="link">
            “{post.title}”
          </Link>
        </p>
      </PageTitle>
      <div className="mt-8">
        <FormError refused={refused} forms={["revoke-preview-link"]} />
        <div className="sheet border-t border-rule py-8">
          <div className="sheet-text space-y-8">
            <p className="text-ink-soft">
              <PreviewLinksLead isPublic={post.isPublic} />
            </p>
            <PreviewLinks post={post.id} created={created} isRevoked={isRevoked} refused={refused} />
          </div>
        </div>
      </div>
    </>
  );
}
