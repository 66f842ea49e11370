import type { InferGetServerSidePropsType } from "next";
import Head from "next/head";
import { PostView } from "#components/posts/post-view";
import { DateTimeText } from "#components/site/date-time-text";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Notice } from "#components/ui/notice";
import { getPreviewProps } from "#lib/server/preview-links/pages/preview-page";
import * as labels from "#lib/shared/labels/preview-link";

export const getServerSideProps = getPreviewProps;

/** A post that is not published yet, or changes of one, for anybody with the link. */
export default function PreviewPage({ preview, refusal }: InferGetServerSidePropsType<typeof getServerSideProps>) {
  if (!preview) {
    const title = refusal === null ? labels.ended : labels.busy;
    return (
      <>
        <PageHead title={title} isPrivate />
        <PageTitle title={title}>
          <p>{refusal === null ? labels.whyEnded : `${refusal}.`}</p>
        </PageTitle>
      </>
    );
  }
  const { hasAuthorPage, isChange, link, post, rendering } = preview;
  return (
    <>
      <PageHead title={post.title} isPrivate />
      <Head>
        {/* As the header says, for what the page links to once it was navigated to. */}
        <meta key="referrer" name="referrer" content="no-referrer" />
      </Head>
      <div className="sheet mb-8">
        <Notice kind="success" className="sheet-text text-note text-ink-soft">
          {isChange ? labels.previewOfChanges : labels.preview} <DateTimeText value={link.expiresAt} />.
        </Notice>
      </div>
      <PostView
        post={post}
        rendering={rendering}
        neighbours={{ older: null, newer: null }}
        hasAuthorPage={hasAuthorPage}
      />
    </>
  );
}
