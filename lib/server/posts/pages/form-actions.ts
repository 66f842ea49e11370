import type { GetServerSidePropsContext } from "next";
import type { z } from "zod";
import { database } from "#lib/server/db/database";
import { type FormValues, handleFormPost } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { requireExpectedAccount } from "#lib/server/http/writer";
import { getOrigin } from "#lib/server/origin";
import { changePosts } from "#lib/server/posts/bulk";
import { createPostIdempotent } from "#lib/server/posts/create-idempotent";
import { purgePost } from "#lib/server/posts/purge";
import { requireEditablePost } from "#lib/server/posts/read";
import { requireRevision } from "#lib/server/posts/revisions";
import { authoredText, type PostRow, toPost } from "#lib/server/posts/row";
import { trashPost, updatePost } from "#lib/server/posts/write";
import { Problem } from "#lib/server/problem";
import { renderBounded } from "#lib/server/rendering/bounded";
import { pageHtml } from "#lib/server/rendering/page-html";
import { siteSettings } from "#lib/server/site/site";
import { requireAuthenticated, type Viewer } from "#lib/server/viewer";
import { BulkChange, type BulkReport, bulkErrorTitle } from "#lib/shared/bulk";
import { BULK_ACTIONS, type BulkAction, selectedPosts, takesTag } from "#lib/shared/bulk-actions";
import { postPagePath } from "#lib/shared/paths";
import { completeText, parseText } from "#lib/shared/post-fields";
import { parseFormValues, scheduleError } from "#lib/shared/post-form";
import { NewPost, Post, PostPatch, PostReplacement, postErrorTitle } from "#lib/shared/posts";
import { PURGED, postsViewPath } from "#lib/shared/posts-view";
import { PreviewInput } from "#lib/shared/preview";
import type { FieldErrors } from "#lib/shared/problems";

/** Form posts without a script. Each does the same as an endpoint under pages/api/posts. */
type Context = Pick<GetServerSidePropsContext, "req" | "res" | "params">;

/** The submitted form with its content rendered. */
export type PreviewedForm = { typed: FormValues; html: string };

/** Parses a form and reports all errors at once. */
async function parseForm<Draft>(schema: z.ZodType<Draft>, values: FormValues): Promise<Draft> {
  const { timeZone } = await siteSettings();
  const draft = parseFormValues(values, timeZone);
  const dateError = scheduleError(values, timeZone, Date.now());
  if (dateError === undefined) return parse(schema, draft, { title: postErrorTitle });
  let fields: FieldErrors = {};
  try {
    parse(schema, { ...draft, publishedAt: undefined });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    fields = error.body().fields ?? {};
  }
  throw new Problem("validation", { title: postErrorTitle(fields), fields: { ...fields, publishedAt: [dateError] } });
}

/** Renders the preview. @param author null for an anonymous post, whose links are marked */
export const previewer =
  (author: unknown) =>
  async (values: FormValues): Promise<PreviewedForm> => {
    const typed = parseText(values).content.trim();
    const content = typed === "" ? "" : parse(PreviewInput, { content: typed }).content;
    const { html } = await renderBounded(content, author !== null);
    return { typed: values, html: await pageHtml(await database(), html) };
  };

/** Explains a key that was used for another post: the viewer has gone back to a form that was sent already. */
function explainKeyReuse(error: unknown): never {
  const isReused = error instanceof Problem && error.type === "key-reused";
  if (!isReused) throw error;
  throw new Problem("key-reused", { title: "This form has made a post already. Send it again to make another" });
}

/** The form of /blog/create. Sent again under the same key, it creates no second post. */
export function createAction({ req, res }: Context, author: Viewer) {
  return handleFormPost<PreviewedForm>(
    { req, res },
    {
      preview: previewer(author.account),
      async create({ key = "", account, ...values }) {
        if (!author.mayPost) requireAuthenticated(author);
        requireExpectedAccount(account, author);
        const { body } = await createPostIdempotent(req, await parseForm(NewPost, values), author, key).catch(
          explainKeyReuse,
        );
        const post = Post.parse(JSON.parse(body));
        const isPublic = post.status === "published" && Date.parse(post.publishedAt ?? "") <= Date.now();
        // In open mode an anonymous viewer may write posts that they may not read.
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
      async save({ version, account, ...values }) {
        const db = await database();
        requireExpectedAccount(account, author);
        // Check access before the text is validated.
        await requireEditablePost(db, params?.id, author);
        const post = await updatePost(db, params?.id, await parseForm(PostPatch, values), author, ifVersion(version));
        return postPagePath(toPost(post, getOrigin(req)));
      },
    },
    author.id,
  );
}

/** The form of /blog/{id}/delete: moves a post to the trash, or deletes one in the trash for good. */
export function deleteAction({ req, res, params }: Context, author: Viewer) {
  return handleFormPost<never>(
    { req, res },
    {
      async delete() {
        await trashPost(await database(), params?.id, author);
        return `${postsViewPath({ status: "trash" })}&done=${params?.id}`;
      },
      async purge() {
        await purgePost(await database(), params?.id, author);
        return `${postsViewPath({ status: "trash" })}&done=${PURGED}`;
      },
    },
    author.id,
  );
}

/** The forms of the Posts screen: publishes, tags, deletes or restores the posts that are selected. */
export function bulkAction({ req, res }: Context, author: Viewer) {
  const act =
    (action: BulkAction) =>
    async ({ tag = "", ...values }: FormValues): Promise<BulkReport> => {
      const selected = { action, posts: selectedPosts(values), ...(takesTag(action) && { tag }) };
      const change = parse(BulkChange, selected, { title: bulkErrorTitle });
      return { action, tag: change.tag ?? "", ...(await changePosts(await database(), change, author)) };
    };
  const forms = Object.fromEntries(BULK_ACTIONS.map((action) => [action, act(action)]));
  return handleFormPost<BulkReport>({ req, res }, forms, author.id);
}

/** Restores the text of a revision. Status and date stay as they are, so that this never publishes a post. */
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
