import type { GetServerSidePropsContext } from "next";
import type { z } from "zod";
import { database } from "#lib/server/db/current";
import { type Said, takeForm } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { originOf } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";
import { renderBounded } from "#lib/server/rendering/bounded";
import { requireKnown, type Viewer } from "#lib/server/viewer";
import { postAddress } from "#lib/shared/addresses";
import { draftOf, scheduleFault } from "#lib/shared/post-form";
import { NewPost, Post, PostPatch, PostReplacement, postFaultTitle } from "#lib/shared/posts";
import { PreviewInput } from "#lib/shared/preview";
import type { FieldErrors } from "#lib/shared/problems";
import { changePost, removePost, restorePost } from "./changes.ts";
import { createOnce } from "./create-once.ts";
import { requireEditablePost } from "./queries.ts";
import { requireRevision } from "./revisions.ts";
import { type PostRow, toPost, toRevision } from "./view.ts";

/** The plain posts of the pages that write. Each does what an endpoint under pages/api/posts does. */
type Context = Pick<GetServerSidePropsContext, "req" | "res" | "params">;

/** A text that was to be seen before it is published, and what else stood in the form. */
export type Previewed = { typed: Said; html: string };

/** What the form says, with every fault of it at once. Its dates are UTC: a form that no script reads knows no zone. */
function parseForm<Draft>(schema: z.ZodType<Draft>, said: Said): Draft {
  const draft = draftOf(said, "Z");
  const fault = scheduleFault(said, "Z", Date.now());
  if (fault === undefined) return parse(schema, draft, { title: postFaultTitle });
  let fields: FieldErrors = {};
  try {
    parse(schema, { ...draft, publishedAt: undefined });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    fields = error.body().fields ?? {};
  }
  throw new Problem("validation", { title: postFaultTitle(fields), fields: { ...fields, publishedAt: [fault] } });
}

/** As the page will show it. @param author whose post it is; links in a text that nobody has signed are marked */
const previewer =
  (author: unknown) =>
  async (said: Said): Promise<Previewed> => {
    const typed = draftOf(said, "Z").content.trim();
    const content = typed === "" ? "" : parse(PreviewInput, { content: typed }).content;
    return { typed: said, html: (await renderBounded(content, author !== null)).html };
  };

/** Whoever came back to a form that has been sent means another post; the form has a new key then. */
function explainKey(error: unknown): never {
  const isReused = error instanceof Problem && error.type === "key-reused";
  if (!isReused) throw error;
  throw new Problem("key-reused", { title: "This form has made a post already. Send it again to make another" });
}

/** The form of /blog/create, sent twice or more under the same key: it makes one post. */
export function takeNewPost({ req, res }: Context, author: Viewer) {
  return takeForm<Previewed>(
    { req, res },
    {
      preview: previewer(author.account),
      async create({ key = "", ...said }) {
        if (!author.mayPost) requireKnown(author);
        const { body } = await createOnce(req, parseForm(NewPost, said), author, key).catch(explainKey);
        const post = Post.parse(JSON.parse(body));
        const isPublic = post.status === "published" && Date.parse(post.publishedAt ?? "") <= Date.now();
        // In open mode a stranger may write what they may not read again.
        return isPublic || author.edits !== "none" ? postAddress(post) : "/blog";
      },
    },
    author.id,
  );
}

/** If-Match, as a field of a form. @throws {Problem} 412 */
const atVersion = (version: string | undefined) => ({
  precondition(current: PostRow) {
    if (String(current.version) !== version) throw new Problem("precondition-failed");
  },
});

export function takeEdit({ req, res, params }: Context, author: Viewer) {
  return takeForm<Previewed>(
    { req, res },
    {
      preview: previewer(author.account),
      async save({ version, ...said }) {
        const db = await database();
        // Who may not edit the post is told so before what is wrong with the text.
        await requireEditablePost(db, params?.id, author);
        const post = await changePost(db, params?.id, parseForm(PostPatch, said), author, atVersion(version));
        return postAddress(toPost(post, originOf(req)));
      },
    },
    author.id,
  );
}

export function takeRemoval({ req, res, params }: Context, author: Viewer) {
  return takeForm<never>(
    { req, res },
    {
      async delete() {
        await removePost(await database(), params?.id, author);
        return `/blog/drafts?status=trash&done=${params?.id}`;
      },
    },
    author.id,
  );
}

/** Leads to the post that is back. */
export function takeRestoration({ req, res }: Context, author: Viewer) {
  return takeForm<never>(
    { req, res },
    {
      async restore({ id }) {
        const post = await restorePost(await database(), id, author);
        return postAddress(toPost(post, originOf(req)));
      },
    },
    author.id,
  );
}

/** Makes an old text the newest one. Whether the post is public stays as it is: nobody is published by looking back. */
export function takeReversion({ req, res, params }: Context, author: Viewer) {
  return takeForm<never>(
    { req, res },
    {
      async restore({ version, current }) {
        const db = await database();
        const post = await requireEditablePost(db, params?.id, author);
        const old = await requireRevision(db, post.id, version);
        const { title, content, tags, excerpt } = parse(PostReplacement, toRevision(old));
        const own = old.excerpt_own ? excerpt : null;
        await changePost(db, params?.id, { title, content, excerpt: own, tags }, author, atVersion(current));
        return `/blog/${post.id}/history?done=${version}`;
      },
    },
    author.id,
  );
}
