import type { GetServerSidePropsContext } from "next";
import type { z } from "zod";
import { database } from "#lib/server/db/database";
import { type FormValues, handleFormPost } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { getOrigin } from "#lib/server/origin";
import { createPostIdempotent } from "#lib/server/posts/create-idempotent";
import { requireEditablePost } from "#lib/server/posts/read";
import { requireRevision } from "#lib/server/posts/revisions";
import { authoredText, type PostRow, toPost } from "#lib/server/posts/row";
import { restorePost, trashPost, updatePost } from "#lib/server/posts/write";
import { Problem } from "#lib/server/problem";
import { renderBounded } from "#lib/server/rendering/bounded";
import { requireAuthenticated, type Viewer } from "#lib/server/viewer";
import { postPagePath } from "#lib/shared/paths";
import { completeText } from "#lib/shared/post-fields";
import { parseFormValues, scheduleError } from "#lib/shared/post-form";
import { NewPost, Post, PostPatch, PostReplacement, postErrorTitle } from "#lib/shared/posts";
import { PreviewInput } from "#lib/shared/preview";
import type { FieldErrors } from "#lib/shared/problems";

/** The plain posts of the pages that write. Each does what an endpoint under pages/api/posts does. */
type Context = Pick<GetServerSidePropsContext, "req" | "res" | "params">;

/** A text that was to be seen before it is published, and what else stood in the form. */
export type PreviewedForm = { typed: FormValues; html: string };

/** What the form says, with every fault of it at once. Its dates are UTC: a form that no script reads knows no zone. */
function parseForm<Draft>(schema: z.ZodType<Draft>, said: FormValues): Draft {
  const draft = parseFormValues(said, "Z");
  const fault = scheduleError(said, "Z", Date.now());
  if (fault === undefined) return parse(schema, draft, { title: postErrorTitle });
  let fields: FieldErrors = {};
  try {
    parse(schema, { ...draft, publishedAt: undefined });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    fields = error.body().fields ?? {};
  }
  throw new Problem("validation", { title: postErrorTitle(fields), fields: { ...fields, publishedAt: [fault] } });
}

/** As the page will show it. @param author whose post it is; links in a text that nobody has signed are marked */
const previewer =
  (author: unknown) =>
  async (said: FormValues): Promise<PreviewedForm> => {
    const typed = parseFormValues(said, "Z").content.trim();
    const content = typed === "" ? "" : parse(PreviewInput, { content: typed }).content;
    return { typed: said, html: (await renderBounded(content, author !== null)).html };
  };

/** Whoever came back to a form that has been sent means another post; the form has a new key then. */
function explainKeyReuse(error: unknown): never {
  const isReused = error instanceof Problem && error.type === "key-reused";
  if (!isReused) throw error;
  throw new Problem("key-reused", { title: "This form has made a post already. Send it again to make another" });
}

/** The form of /blog/create, sent twice or more under the same key: it makes one post. */
export function createAction({ req, res }: Context, author: Viewer) {
  return handleFormPost<PreviewedForm>(
    { req, res },
    {
      preview: previewer(author.account),
      async create({ key = "", ...said }) {
        if (!author.mayPost) requireAuthenticated(author);
        const { body } = await createPostIdempotent(req, parseForm(NewPost, said), author, key).catch(explainKeyReuse);
        const post = Post.parse(JSON.parse(body));
        const isPublic = post.status === "published" && Date.parse(post.publishedAt ?? "") <= Date.now();
        // In open mode a stranger may write what they may not read again.
        return isPublic || author.edits !== "none" ? postPagePath(post) : "/blog";
      },
    },
    author.id,
  );
}

/** If-Match, as a field of a form. @throws {Problem} 412 */
const ifVersion = (version: string | undefined) => ({
  precondition(current: PostRow) {
    if (String(current.version) !== version) throw new Problem("precondition-failed");
  },
});

export function editAction({ req, res, params }: Context, author: Viewer) {
  return handleFormPost<PreviewedForm>(
    { req, res },
    {
      preview: previewer(author.account),
      async save({ version, ...said }) {
        const db = await database();
        // Who may not edit the post is told so before what is wrong with the text.
        await requireEditablePost(db, params?.id, author);
        const post = await updatePost(db, params?.id, parseForm(PostPatch, said), author, ifVersion(version));
        return postPagePath(toPost(post, getOrigin(req)));
      },
    },
    author.id,
  );
}

export function deleteAction({ req, res, params }: Context, author: Viewer) {
  return handleFormPost<never>(
    { req, res },
    {
      async delete() {
        await trashPost(await database(), params?.id, author);
        return `/blog/drafts?status=trash&done=${params?.id}`;
      },
    },
    author.id,
  );
}

/** Leads to the post that is back. */
export function restoreAction({ req, res }: Context, author: Viewer) {
  return handleFormPost<never>(
    { req, res },
    {
      async restore({ id }) {
        const post = await restorePost(await database(), id, author);
        return postPagePath(toPost(post, getOrigin(req)));
      },
    },
    author.id,
  );
}

/** Makes an old text the newest one. Whether the post is public stays as it is: nobody is published by looking back. */
export function revertAction({ req, res, params }: Context, author: Viewer) {
  return handleFormPost<never>(
    { req, res },
    {
      async restore({ version, current }) {
        const db = await database();
        const post = await requireEditablePost(db, params?.id, author);
        const old = await requireRevision(db, post.id, version);
        const text = completeText(parse(PostReplacement, authoredText(old)));
        await updatePost(db, params?.id, text, author, ifVersion(current));
        return `/blog/${post.id}/history?done=${version}`;
      },
    },
    author.id,
  );
}
