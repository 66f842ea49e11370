import { useRouter } from "next/router";
import type { ReactNode } from "react";
import { useSite } from "#components/site/site-context";
import { Link } from "#components/ui/link";
import type { FormPost, SaveStart } from "#lib/client/save-state";
import { useUpdatePost } from "#lib/client/use-post-changes";
import { useSave } from "#lib/client/use-save";
import type { Comparison } from "#lib/shared/compare-posts";
import { postPagePath } from "#lib/shared/paths";
import { parseText } from "#lib/shared/post-fields";
import { EMPTY_FORM, type PostFormValues } from "#lib/shared/post-form";
import type { Post } from "#lib/shared/posts";
import { ConflictView } from "./conflict-view.tsx";
import { Editor } from "./editor.tsx";

/** A post in the editor. */
export type EditedPost = {
  /** As it is stored now. */
  post: Post;
  /** The version that the author's text is based on. */
  version: number;
  fields: PostFormValues;
  /** The differences, if the form was posted without JavaScript and rejected because of a newer revision. */
  comparison: Comparison | null;
};

type UpdateProps = { id: string; start: SaveStart; children?: ReactNode };

/** The editor of an existing post. A save that would undo somebody else's becomes a conflict to resolve. */
function UpdatePost({ id, start, children }: UpdateProps) {
  const update = useUpdatePost(id);
  const router = useRouter();
  const saving = useSave(start, useSite().timeZone, async (draft, base) => {
    const post = await update(draft, base);
    await router.push(postPagePath(post));
    return post;
  });
  const { conflict, form, replacedContent } = saving.state;
  return (
    <>
      {conflict && (
        <ConflictView
          key={conflict.theirs.version}
          conflict={conflict}
          form="save"
          href={`/blog/${id}/edit`}
          onTakeTheirs={saving.takeTheirs}
        />
      )}
      <Editor key={form.id} name="save" saving={saving}>
        {children}
      </Editor>
      {replacedContent !== null && (
        <details className="mt-10 border-t border-rule pt-4">
          <summary className="w-fit cursor-pointer font-medium">Your text</summary>
          <p dir="auto" className="mt-3 font-serif text-body whitespace-pre-wrap">
            {replacedContent}
          </p>
        </details>
      )}
    </>
  );
}

/** Edits a post that the viewer may edit. */
export function EditPost({ post, version, fields, comparison, posted }: EditedPost & { posted: FormPost }) {
  const conflict =
    comparison && posted.refused ? { mine: parseText(posted.refused.typed), theirs: post, comparison } : null;
  return (
    <UpdatePost id={post.id} start={{ fields, posted, publication: fields.publication, base: { version }, conflict }}>
      <Link href={postPagePath(post)} className="link py-2">
        Leave it as it is
      </Link>
    </UpdatePost>
  );
}

/** Shows text posted without JavaScript for a post that could not be loaded: the session may have ended. */
export function UnsavedPost({ id, posted }: { id: string; posted: FormPost }) {
  const version = Number(posted.refused?.typed.version ?? "");
  return <UpdatePost id={id} start={{ fields: EMPTY_FORM, posted, publication: "new", base: { version } }} />;
}
