import { randomUUID } from "node:crypto";
import type { GetServerSideProps } from "next";
import { PostList } from "#components/posts/post-list";
import { PageHead } from "#components/site/page-head";
import { SectionTitle } from "#components/site/section-title";
import { useSite } from "#components/site/site-context";
import { EmptyState } from "#components/ui/empty-state";
import { Editor } from "#components/writing/editor";
import { EditorLayout } from "#components/writing/editor-layout";
import { SavedNotice } from "#components/writing/saved-notice";
import type { FormPost } from "#lib/client/save-state";
import { useCreatePost } from "#lib/client/use-post-changes";
import { usePosts } from "#lib/client/use-post-list";
import { useSave } from "#lib/client/use-save";
import { redirectToSignIn } from "#lib/server/accounts/pages/return-path";
import { authenticatePage } from "#lib/server/authentication";
import { createAction } from "#lib/server/posts/pages/form-actions";
import { baseDirection } from "#lib/shared/direction";
import { EMPTY_FORM } from "#lib/shared/post-form";

const LATEST = { limit: 5 };

type Props = {
  /** The idempotency key of the form when posted without JavaScript. */
  formKey: string;
  /** Whether the viewer could open a draft again. */
  canSaveDraft: boolean;
  posted: FormPost;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const viewer = await authenticatePage(context.req);
  // Text posted after the session ended is shown again.
  if (!viewer.mayPost && context.req.method !== "POST") return redirectToSignIn("/blog/create");
  const outcome = await createAction(context, viewer);
  if ("redirect" in outcome) return outcome;
  const { refused, data: previewed } = outcome;
  // A key that has created a post must not be used for another one.
  const before = refused?.status === 422 ? undefined : (refused ?? previewed)?.typed.key;
  const canSaveDraft = viewer.edits !== "none";
  return { props: { formKey: before ?? randomUUID(), canSaveDraft, posted: { refused, previewed } } };
};

export default function CreatePage({ formKey, canSaveDraft, posted }: Props) {
  const start = { fields: EMPTY_FORM, posted, publication: "new" } as const;
  const saving = useSave(start, useSite().timeZone, useCreatePost(baseDirection));
  const latest = usePosts(LATEST);
  return (
    <>
      <PageHead title="Write" description="Write a new post." />
      <EditorLayout title="Write a post">
        <Editor
          name="create"
          saving={saving}
          canSaveDraft={canSaveDraft}
          success={(post) => <SavedNotice post={post} />}
        >
          <input type="hidden" name="key" value={formKey} />
        </Editor>
      </EditorLayout>
      <section className="mt-16" aria-labelledby="latest">
        <SectionTitle id="latest" title="Latest" />
        <PostList list={latest} isShort empty={<EmptyState title="Nothing here yet: yours will be the first." />} />
      </section>
    </>
  );
}
