import { randomUUID } from "node:crypto";
import type { GetServerSideProps } from "next";
import { PostList } from "#components/posts/post-list";
import { PageHead } from "#components/site/page-head";
import { SectionTitle } from "#components/site/section-title";
import { EmptyState } from "#components/ui/empty-state";
import { Desk } from "#components/writing/desk";
import { Editor, type Posted } from "#components/writing/editor";
import { StoredNote } from "#components/writing/stored-note";
import { useCreatePost } from "#lib/client/use-post-changes";
import { usePosts } from "#lib/client/use-post-list";
import { signInFirst } from "#lib/server/accounts/return-path";
import { takeNewPost } from "#lib/server/posts/forms";
import { visitorOf } from "#lib/server/viewer";
import { NO_FIELDS, type Publication } from "#lib/shared/post-form";

const LATEST = { limit: 5 };
const ACTIONS: Record<Publication, string> = { published: "Publish", draft: "Save draft", scheduled: "Schedule" };

type Props = {
  /** Makes one post of a form that is sent twice without a script. */
  formKey: string;
  /** Whether whoever writes could come back to a draft. */
  mayKeep: boolean;
  posted: Posted;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const viewer = await visitorOf(context.req);
  // A text that was written while a session ended is not thrown away for it.
  if (!viewer.mayPost && context.req.method !== "POST") return signInFirst("/blog/create");
  const outcome = await takeNewPost(context, viewer);
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
      <Desk title="Write a post">
        <Editor
          name="create"
          fields={NO_FIELDS}
          posted={posted}
          hidden={{ key: formKey }}
          mayKeep={mayKeep}
          actions={ACTIONS}
          onSubmit={create}
          success={(post) => <StoredNote post={post} />}
        />
      </Desk>
      <section className="mt-16" aria-labelledby="latest">
        <SectionTitle id="latest" title="Latest" />
        <PostList list={latest} isShort empty={<EmptyState title="Nothing here yet: yours will be the first." />} />
      </section>
    </>
  );
}
