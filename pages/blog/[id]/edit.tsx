import type { GetServerSideProps } from "next";
import { PageHead } from "#components/site/page-head";
import { Desk } from "#components/writing/desk";
import { type EditedPost, EditPost, LostPost } from "#components/writing/edit-post";
import type { Posted } from "#components/writing/editor";
import { NotYours } from "#components/writing/not-yours";
import { editedPost } from "#lib/server/posts/edited";
import { takeEdit } from "#lib/server/posts/forms";
import { ownPostOfPage, refusePage } from "#lib/server/posts/own";
import { visitorOf } from "#lib/server/viewer";

type Props = {
  id: string;
  /** As it is stored now: a text kept by the browser from before would undo what was saved since. Null for others' posts. */
  edited: EditedPost | null;
  posted: Posted;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const outcome = await takeEdit(context, await visitorOf(context.req));
  if ("redirect" in outcome) return outcome;
  const posted = { refused: outcome.refused, previewed: outcome.shown };
  const { post, refusal } = await ownPostOfPage(context);
  const id = String(context.params?.id);
  if (post) return { props: { id, edited: await editedPost(context.req, post, posted), posted } };
  // A text that was written is shown again, whatever has become of its post.
  return refusePage(context, refusal, "edit", { id, edited: null, posted }, outcome.isPosted);
};

export default function EditPage({ id, edited, posted }: Props) {
  if (!edited && !posted.refused && !posted.previewed) return <NotYours />;
  return (
    <>
      <PageHead title={edited ? `Edit “${edited.post.title}”` : "Edit"} isPrivate />
      <Desk title="Edit the post">
        {edited ? <EditPost key={id} {...edited} posted={posted} /> : <LostPost id={id} posted={posted} />}
      </Desk>
    </>
  );
}
