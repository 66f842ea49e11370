import dynamic from "next/dynamic";
import { useRouter } from "next/router";
import { type ReactNode, useEffect } from "react";
import { useSite } from "#components/site/site-context";
import { Link } from "#components/ui/link";
import { aboutServer } from "#lib/client/about-server";
import { type FormPost, typedIn, writerOf } from "#lib/client/editor-state";
import { type EditorStart, usePostEditor } from "#lib/client/use-post-editor";
import type { Autosave } from "#lib/shared/autosaves";
import type { Comparison } from "#lib/shared/compare-posts";
import { ABOUT_ID } from "#lib/shared/owner-paths";
import { postPagePath } from "#lib/shared/paths";
import { parseText } from "#lib/shared/post-fields";
import {
  type EditorPost,
  EMPTY_FORM,
  getPublication,
  type PostFormValues,
  type Publication,
} from "#lib/shared/post-form";
import type { Post } from "#lib/shared/posts";
import { EarlierStates } from "./earlier-states.tsx";
import { Editor } from "./editor.tsx";
import { NotLoaded } from "./not-loaded.tsx";
import { ResolvedNotice } from "./resolved-notice.tsx";

const ConflictView = dynamic(() => import("./conflict-view.tsx").then(({ ConflictView }) => ConflictView), {
  loading: NotLoaded,
});

/** A post in the editor, or the text about the site. */
export type EditedPost = {
  /** As it is stored now. */
  post: EditorPost & Partial<Pick<Post, "author">>;
  /** The version that the author's text is based on. */
  version: number;
  fields: PostFormValues;
  /** The differences, if the form was posted without JavaScript and rejected because of a newer revision. */
  comparison: Comparison | null;
  /** The viewer's account; null for an anonymous writer. */
  account: string | null;
  /** The account's newest autosave of the post. */
  autosave: Autosave | null;
};

type Props = {
  name: "create" | "save";
  start: EditorStart;
  canSaveDraft?: boolean;
  /** Of the stored post; undefined for a new one. */
  author?: Post["author"];
  /** Differs for each navigation to the page. */
  visit?: string;
  onSaved?: () => void;
  children?: ReactNode;
};

/** The page that shows a post, or the text about the site. */
const pagePath = (post: EditorPost) => (post.id === ABOUT_ID ? "/about" : postPagePath(post));

/** The editor of a post, new or not, or of the text about the site, with the conflict that a save may lead to. */
export function PostEditorForm({ name, start, canSaveDraft = true, author, visit, onSaved, children }: Props) {
  const router = useRouter();
  const server = start.post?.id === ABOUT_ID ? aboutServer : undefined;
  const editor = usePostEditor(
    start,
    useSite().timeZone,
    (post) => {
      onSaved?.();
      // Saving a draft keeps the writer in the text.
      if (post.status === "published") return router.push(pagePath(post));
    },
    server,
  );
  const { markEntry } = editor;
  useEffect(markEntry, [visit]);
  const { conflict } = editor.state;
  const typed = typedIn(start.posted);
  const stored = start.post ? getPublication(start.post, Date.now()) : "new";
  return (
    <>
      {conflict && (
        <ConflictView
          key={conflict.theirs.version}
          conflict={conflict}
          form={name}
          onResolve={(resolution) => void editor.resolve(resolution)}
          onKeepMine={() => void editor.keepMine()}
        />
      )}
      <ResolvedNotice editor={editor} />
      <Editor
        name={name}
        editor={editor}
        fields={{ ...start.stored, ...typed }}
        posted={start.posted}
        canSaveDraft={canSaveDraft}
        author={author}
      >
        {/* For a form post without JavaScript: who wrote the text, and how the post was stored. */}
        <input type="hidden" name="account" value={start.account ?? ""} />
        <input type="hidden" name="stored" value={stored} />
        {children}
      </Editor>
      <EarlierStates editor={editor} />
    </>
  );
}

/** Edits a post that the viewer may edit, or the text about the site. */
export function EditPost({
  post,
  version,
  fields,
  comparison,
  account,
  autosave,
  posted,
}: EditedPost & { posted: FormPost }) {
  const conflict =
    comparison && posted.refused
      ? { base: null, mine: parseText(posted.refused.typed), theirs: post, comparison }
      : null;
  return (
    <PostEditorForm
      name="save"
      author={post.author}
      start={{
        account: writerOf(posted, account),
        autosave,
        post: { ...post, version },
        stored: fields,
        posted,
        conflict,
      }}
    >
      <Link href={pagePath(post)} className="link py-2">
        Leave it as it is
      </Link>
    </PostEditorForm>
  );
}

/** Shows text posted without JavaScript for a post that could not be loaded: the session may have ended. */
export function UnsavedPost({ id, posted }: { id: string; posted: FormPost }) {
  const { scheduledFor, stored = "draft", version = "" } = typedIn(posted) ?? {};
  const dates = { draft: null, published: new Date(0).toISOString(), scheduled: scheduledFor ?? null };
  const publishedAt = dates[stored as Publication] ?? null;
  const status = publishedAt === null ? ("draft" as const) : ("published" as const);
  const post = { id, version: Number(version), status, publishedAt };
  return (
    <PostEditorForm
      name="save"
      start={{ account: writerOf(posted, null), autosave: null, post, stored: EMPTY_FORM, posted }}
    />
  );
}
