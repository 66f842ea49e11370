import { useRouter } from "next/router";
import { useState } from "react";
import { Link } from "#components/ui/link";
import { ApiError } from "#lib/client/api";
import { useUpdatePost } from "#lib/client/use-post-changes";
import type { Comparison } from "#lib/shared/compare-posts";
import { postPagePath } from "#lib/shared/paths";
import { completeText, type PostText, parseText } from "#lib/shared/post-fields";
import { EMPTY_FORM, type PostFormValues, type Publication, toFormValues } from "#lib/shared/post-form";
import type { NewPost, Post } from "#lib/shared/posts";
import { Conflict } from "./conflict.tsx";
import { Editor, type FormPost, NO_FORM_POST } from "./editor.tsx";

/** What the page knows of a post to edit. */
export type EditedPost = {
  /** As it is stored now. */
  post: Post;
  /** The save that whoever writes started from. */
  version: number;
  fields: PostFormValues;
  /** With a plain post that was refused because somebody had saved since: how its text differs from theirs. */
  comparison: Comparison | null;
};

type Props = EditedPost & { posted: FormPost };

const SAVE: Record<Publication, string> = { published: "Save changes", draft: "Save draft", scheduled: "Save changes" };
const OVERWRITE: Record<Publication, string> = { published: "Keep mine", draft: "Keep mine", scheduled: "Keep mine" };

/** What of theirs is compared with mine: an excerpt that is made from the content is nobody's text. */
const comparable = (theirs: Post, mine: PostText): PostText => ({
  ...theirs,
  excerpt: mine.excerpt === "" ? "" : theirs.excerpt,
});

/** A post of one's own, edited from the version that was read. */
export function EditPost({ post: read, version, fields, comparison, posted }: Props) {
  const change = useUpdatePost(read.id);
  const router = useRouter();
  // With a plain form the newest version is read again to be shown, and it is that one which is then overwritten.
  const refusedText = comparison && posted.refused ? parseText(posted.refused.typed) : undefined;
  const [base, setBase] = useState({ post: read, version, fields, posted });
  const [mine, setMine] = useState(refusedText);
  const [aside, setAside] = useState<string>();

  async function save(draft: NewPost): Promise<Post> {
    try {
      const saved = await change(draft, { version: base.version });
      await router.push(postPagePath(saved));
      return saved;
    } catch (error) {
      const newest = error instanceof ApiError && error.status === 412 ? error.problem.current : undefined;
      if (newest) {
        const post = newest as Post;
        setMine(completeText(draft));
        setBase({ ...base, post, version: post.version });
      }
      throw error;
    }
  }

  function take() {
    const { post } = base;
    setBase({
      post,
      version: post.version,
      fields: toFormValues(post, post.excerpt, Date.now()),
      posted: NO_FORM_POST,
    });
    setAside(mine?.content);
    setMine(undefined);
  }

  return (
    <>
      {mine && (
        <Conflict
          key={base.version}
          mine={mine}
          theirs={comparable(base.post, mine)}
          comparison={comparison ?? undefined}
          form="save"
          href={`/blog/${read.id}/edit`}
          onTake={take}
        />
      )}
      <Editor
        key={aside === undefined ? "mine" : "theirs"}
        name="save"
        fields={base.fields}
        posted={base.posted}
        hidden={{ version: String(base.version) }}
        state={fields.publication}
        actions={mine ? OVERWRITE : SAVE}
        onSubmit={save}
      >
        <Link href={postPagePath(read)} className="link py-2">
          Leave it as it is
        </Link>
      </Editor>
      {aside !== undefined && (
        <details className="mt-10 border-t border-rule pt-4">
          <summary className="w-fit cursor-pointer font-medium">Your text</summary>
          <p dir="auto" className="mt-3 font-serif text-body whitespace-pre-wrap">
            {aside}
          </p>
        </details>
      )}
    </>
  );
}

type LostProps = { id: string; posted: FormPost };

/** What was typed into the form of a post that could not be reached: whoever wrote it may be signed out by now. */
export function UnsavedPost({ id, posted }: LostProps) {
  const change = useUpdatePost(id);
  const router = useRouter();
  const version = posted.refused?.typed.version ?? "";
  return (
    <Editor
      name="save"
      fields={EMPTY_FORM}
      posted={posted}
      hidden={{ version }}
      actions={SAVE}
      onSubmit={async (draft) => {
        const saved = await change(draft, { version: Number(version) });
        await router.push(postPagePath(saved));
        return saved;
      }}
    />
  );
}
