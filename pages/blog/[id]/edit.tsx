import type { GetServerSideProps } from "next";
import { PageHead } from "#components/site/page-head";
import { type EditedPost, EditPost, UnsavedPost } from "#components/writing/edit-post";
import { EditorLayout } from "#components/writing/editor-layout";
import { ForbiddenPage } from "#components/writing/forbidden-page";
import type { FormPost } from "#lib/client/editor-state";
import { authenticatePage } from "#lib/server/authentication";
import { imageBytesMax } from "#lib/server/images/limit";
import { denyPage, loadEditablePost } from "#lib/server/posts/pages/edit-access";
import { loadEditPage } from "#lib/server/posts/pages/edit-page";
import { editAction } from "#lib/server/posts/pages/form-actions";

type Props = {
  id: string;
  /** Loaded for each request, so that an outdated copy cannot undo a newer save. Null if the viewer may not edit it. */
  edited: EditedPost | null;
  posted: FormPost;
  imageBytesMax: number;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const outcome = await editAction(context, await authenticatePage(context.req));
  if ("redirect" in outcome) return outcome;
  const more = { id: String(context.params?.id), imageBytesMax: imageBytesMax() };
  const posted = { refused: outcome.refused, previewed: outcome.data };
  const { viewer, post, refusal } = await loadEditablePost(context);
  if (post) return { props: { ...more, edited: await loadEditPage(context.req, viewer, post, posted), posted } };
  // Posted text is shown again even if the post cannot be loaded.
  return denyPage(context, refusal, "edit", { ...more, edited: null, posted }, outcome.isPosted);
};

export default function EditPage({ id, edited, posted, imageBytesMax }: Props) {
  if (!edited && !posted.refused && !posted.previewed) return <ForbiddenPage />;
  return (
    <>
      <PageHead title={edited ? `Edit “${edited.post.title}”` : "Edit"} isPrivate />
      <EditorLayout title="Edit the post" imageBytesMax={imageBytesMax}>
        {edited ? <EditPost key={id} {...edited} posted={posted} /> : <UnsavedPost id={id} posted={posted} />}
      </EditorLayout>
    </>
  );
}
