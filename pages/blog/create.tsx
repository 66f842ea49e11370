import { randomUUID } from "node:crypto";
import type { GetServerSideProps } from "next";
import { useEffect, useRef, useState } from "react";
import { PageHead } from "#components/site/page-head";
import { PostEditorForm } from "#components/writing/edit-post";
import { EditorLayout } from "#components/writing/editor-layout";
import { type FormPost, writerOf } from "#lib/client/editor-state";
import { redirectToSignIn } from "#lib/server/accounts/pages/return-path";
import { authenticatePage } from "#lib/server/authentication";
import { imageBytesMax } from "#lib/server/images/limit";
import { createAction } from "#lib/server/posts/pages/form-actions";
import { EMPTY_FORM } from "#lib/shared/post-form";

type Props = {
  /** The viewer's account; null for an anonymous writer. */
  account: string | null;
  /** The idempotency key of the form when posted without JavaScript. */
  formKey: string;
  /** Whether the viewer could open a draft again. */
  canSaveDraft: boolean;
  posted: FormPost;
  imageBytesMax: number;
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
  const account = viewer.account?.id ?? null;
  return {
    props: {
      account,
      formKey: before ?? randomUUID(),
      canSaveDraft,
      posted: { refused, previewed },
      imageBytesMax: imageBytesMax(),
    },
  };
};

export default function CreatePage({ account, formKey, canSaveDraft, posted, imageBytesMax }: Props) {
  const [editorKey, setEditorKey] = useState(formKey);
  const hasSaved = useRef(false);
  useEffect(() => {
    // A saved draft has moved to a URL of its own: this page, opened again, begins another text. One that is not saved stays.
    if (!hasSaved.current) return;
    hasSaved.current = false;
    setEditorKey(formKey);
  }, [formKey]);
  return (
    <>
      <PageHead title="Write" description="Write a new post." />
      <EditorLayout title="Write a post" imageBytesMax={imageBytesMax}>
        <PostEditorForm
          key={editorKey}
          name="create"
          visit={formKey}
          start={{ account: writerOf(posted, account), autosave: null, post: null, stored: EMPTY_FORM, posted }}
          canSaveDraft={canSaveDraft}
          onSaved={() => {
            hasSaved.current = true;
          }}
        >
          <input type="hidden" name="key" value={formKey} />
        </PostEditorForm>
      </EditorLayout>
    </>
  );
}
