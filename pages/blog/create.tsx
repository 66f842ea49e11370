import { randomUUID } from "node:crypto";
import type { GetServerSideProps } from "next";
import { PostList } from "#components/posts/post-list";
import { PageHead } from "#components/site/page-head";
import { SectionTitle } from "#components/site/section-title";
import { EmptyState } from "#components/ui/empty-state";
import { Editor, type FormPost } from "#components/writing/editor";
import { EditorLayout } from "#components/writing/editor-layout";
import { SavedNotice } from "#components/writing/saved-notice";
import { useCreatePost } from "#lib/client/use-post-changes";
import { usePosts } from "#lib/client/use-post-list";
import { redirectToSignIn } from "#lib/server/accounts/pages/return-path";
import { authenticatePage } from "#lib/server/authentication";
import { createAction } from "#lib/server/posts/pages/form-actions";
import { EMPTY_FORM, type Publication } from "#lib/shared/post-form";

const LATEST = { limit: 5 };
const ACTIONS: Record<Publication, string> = { published: "Publish", draft: "Save draft", scheduled: "Schedule" };

type Props = {
  /** Makes one post of a form that is sent twice without a script. */
  formKey: string;
  /** Whether whoever writes could come back to a draft. */
  mayKeep: boolean;
  posted: FormPost;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const viewer = await authenticatePage(context.req);
  // A text that was written while a session ended is not thrown away for it.
  if (!viewer.mayPost && context.req.method !== "POST") return redirectToSignIn("/blog/create");
  const outcome = await createAction(context, viewer);
  if ("redirect" in outcome) return outcome;
  const { refused, shown: previewed } = outcome;
  // A key that has made its post already makes no other.
  const before = refused?.status === 422 ? undefined : (refused ?? previewed)?.typed.key;
  const mayKeep = viewer.edits !== "none";
  return { props: { formKey: before ?? randomUUID(), mayKeep, posted: { refused, previewed } } };
};

export default function CreatePage({ formKey, mayKeep, posted }: Props) {
  const create = useCreatePost();
  const latest = usePosts(LATEST);
  return (
    <>
      <PageHead title="Write" description="Write a new post." />
      <EditorLayout title="Write a post">
        <Editor
          name="create"
          fields={EMPTY_FORM}
          posted={posted}
          hidden={{ key: formKey }}
          mayKeep={mayKeep}
          actions={ACTIONS}
          onSubmit={create}
          success={(post) => <SavedNotice post={post} />}
        />
      </EditorLayout>
      <section className="mt-16" aria-labelledby="latest">
        <SectionTitle id="latest" title="Latest" />
        <PostList list={latest} isShort empty={<EmptyState title="Nothing here yet: yours will be the first." />} />
      </section>
    </>
  );
}
