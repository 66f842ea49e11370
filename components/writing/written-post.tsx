import { ConfirmedForm } from "#components/forms/confirmed-form";
import { DeletePost } from "#components/posts/delete-post";
import { HighlightedText } from "#components/posts/highlighted-text";
import { DateText } from "#components/site/date-text";
import { DateTimeText } from "#components/site/date-time-text";
import { useSite } from "#components/site/site-context";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { usePurgePost } from "#lib/client/use-post-changes";
import type { Selection } from "#lib/client/use-selection";
import { selectionField } from "#lib/shared/bulk-actions";
import { postPagePath } from "#lib/shared/paths";
import type { PostSummary } from "#lib/shared/post-summary";
import { type PostsView, postsViewPath } from "#lib/shared/posts-view";
import { previewLinksPagePath } from "#lib/shared/preview-link-paths";
import { textAttributes } from "#lib/shared/text-attributes";
import { BULK_FORM } from "./bulk-bar.tsx";
import { PurgeConsequences } from "./purge-consequences.tsx";

type Props = {
  post: PostSummary;
  view: PostsView;
  selection: Selection;
  onRestore: () => void;
  onPurged: () => void;
  onFailed: (message: string) => void;
};

/** Whether readers see the post, which is not in the trash. */
const isPublic = ({ publishedAt, status }: PostSummary) =>
  status === "published" && publishedAt !== null && Date.parse(publishedAt) <= Date.now();

/** A post of any status, with its checkbox and its actions. */
export function WrittenPost({ post, view, selection, onRestore, onPurged, onFailed }: Props) {
  const { author, excerpt, highlight, id, tags, title } = post;
  const text = textAttributes(post, useSite());
  const shownTitle = highlight ? <HighlightedText html={highlight.title} /> : title;
  const filtered = (filter: Partial<PostsView>) => postsViewPath({ ...view, after: undefined, ...filter });
  return (
    <article className="sheet relative gap-y-1 border-t border-rule py-6">
      <label className="absolute -end-3.5 top-3 grid size-11 cursor-pointer place-content-center wide:start-36 wide:end-auto wide:top-5 wide:w-10">
        <input
          type="checkbox"
          form={BULK_FORM}
          name={selectionField(id)}
          value={selection.versionFor(post)}
          checked={selection.isSelected(id)}
          onChange={() => selection.toggle(post)}
          data-select=""
          className="size-4"
        />
        <span className="sr-only">Select “{title}”</span>
      </label>
      <div className="pe-12 text-note text-ink-soft wide:pe-0 wide:pt-1.5">
        <p>
          <Standing post={post} isTrash={view.status === "trash"} />
        </p>
        {author && (
          <p dir="auto">
            <Link href={filtered({ author: author.id })} className="hover:text-accent hover:underline">
              {author.name}
            </Link>
          </p>
        )}
      </div>
      <div className="min-w-0">
        <h2 {...text} className="font-serif text-heading font-medium">
          {view.status === "trash" ? (
            shownTitle
          ) : (
            <Link
              href={postPagePath(post)}
              className="decoration-1 underline-offset-4 hover:text-accent hover:underline"
            >
              {shownTitle}
            </Link>
          )}
        </h2>
        <p {...text} className="mt-1 line-clamp-2 font-serif text-body text-ink-soft">
          {highlight?.content.includes("<mark>") ? <HighlightedText html={highlight.content} /> : excerpt}
        </p>
        <div className="mt-2 flex flex-wrap items-center gap-x-5 gap-y-1">
          {view.status === "trash" ? (
            <>
              <Restore post={post} version={selection.versionFor(post)} onRestore={onRestore} />{" "}
              <Purge post={post} onPurged={onPurged} />
            </>
          ) : (
            <>
              <Link href={`/blog/${id}/edit`} className="link py-2">
                Edit<span className="sr-only"> “{title}”</span>
              </Link>{" "}
              {!isPublic(post) && (
                <>
                  <Link href={previewLinksPagePath(id)} className="link py-2">
                    Share a preview<span className="sr-only"> of “{title}”</span>
                  </Link>{" "}
                </>
              )}
              <DeletePost post={post} onFailed={onFailed} isOneOfMany />
            </>
          )}
          {tags.length > 0 && (
            <ul aria-label={`Tags of “${title}”`} className="flex flex-wrap gap-x-3 text-note text-ink-soft">
              {tags.map((tag) => (
                <li key={tag}>
                  <Link href={filtered({ tag })} dir="auto" className="tag inline-block min-w-6 py-1 hover:text-accent">
                    {tag}
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </article>
  );
}

/** The status of a post as a word, and the date that goes with it. */
function Standing({ post, isTrash }: { post: PostSummary; isTrash: boolean }) {
  const { deletedAt, publishedAt, purgeAt, status, updatedAt } = post;
  if (isTrash && deletedAt && purgeAt) {
    return (
      <>
        Deleted <DateText value={deletedAt} />, will be purged <DateText value={purgeAt} />
      </>
    );
  }
  if (status === "draft" || !publishedAt) {
    return (
      <>
        <span className="block text-ink">Draft</span> Saved <DateTimeText value={updatedAt} />
      </>
    );
  }
  if (Date.parse(publishedAt) > Date.now()) {
    return (
      <>
        <span className="block text-ink">Scheduled</span> Appears <DateTimeText value={publishedAt} />
      </>
    );
  }
  return (
    <>
      <span className="block text-ink">Published</span> <DateText value={publishedAt} />
    </>
  );
}

function Purge({ post: { id, title }, onPurged }: Pick<Props, "post" | "onPurged">) {
  const purge = usePurgePost(id);
  return (
    <ConfirmedForm
      page={`/blog/${id}/delete`}
      label={
        <>
          Delete now<span className="sr-only"> “{title}”</span>
        </>
      }
      variant="text"
      title="Delete this post for good?"
      action="Delete for good"
      failure="Not deleted"
      onConfirm={async () => {
        await purge();
        onPurged();
      }}
    >
      <PurgeConsequences title={title} />
    </ConfirmedForm>
  );
}

type RestoreProps = Pick<Props, "post" | "onRestore"> & { version: number };

function Restore({ post: { id, title }, version, onRestore }: RestoreProps) {
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        onRestore();
      }}
    >
      <input type="hidden" name={selectionField(id)} value={version} />
      <Button type="submit" name="form" value="restore" variant="text">
        Restore<span className="sr-only"> “{title}”</span>
      </Button>
    </form>
  );
}
