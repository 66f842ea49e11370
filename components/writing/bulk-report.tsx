import type { ReactNode } from "react";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { Notice } from "#components/ui/notice";
import type { BulkReport, ChangedPost, FailedPost } from "#lib/shared/bulk";
import { type BulkAction, type BulkInput, selectionField } from "#lib/shared/bulk-actions";
import { postPagePath } from "#lib/shared/paths";
import { TRASH_RETENTION } from "#lib/shared/trash";

const count = (posts: number) => (posts === 1 ? "1 post" : `${posts} posts`);

/** One post by its title, several by their number. */
function Subject({ posts, isLinked }: { posts: ChangedPost[]; isLinked: boolean }) {
  const [post] = posts;
  if (posts.length !== 1 || !post) return count(posts.length);
  if (!isLinked)
    return (
      <>
        “<bdi>{post.title}</bdi>”
      </>
    );
  return (
    <Link href={postPagePath(post)} dir="auto" className="link">
      “{post.title}”
    </Link>
  );
}

/** What was done to posts, as the end of a sentence. */
function doneTo(action: BulkAction, isOne: boolean, tag: ReactNode): ReactNode {
  if (action === "publish") return isOne ? "is published." : "are published.";
  if (action === "restore") return isOne ? "is back." : "are back.";
  if (action === "add-tag")
    return (
      <>
        {isOne ? "has" : "have"} the tag {tag} now.
      </>
    );
  if (action === "remove-tag")
    return (
      <>
        {isOne ? "does" : "do"} not have the tag {tag} any more.
      </>
    );
  return isOne
    ? `was moved to the trash, where it stays for ${TRASH_RETENTION}.`
    : `were moved to the trash, where they stay for ${TRASH_RETENTION}.`;
}

/** Why an action has left posts as they were. */
const ALREADY: Record<BulkAction, string> = {
  publish: "published or scheduled already",
  delete: "in the trash already",
  restore: "not in the trash",
  "add-tag": "tagged so already",
  "remove-tag": "not tagged so",
};

function reasonOf({ problem }: FailedPost): string {
  if (problem.status === 412) return "it has changed since; look at it and select it again";
  return Object.values(problem.fields ?? {})[0]?.[0] ?? problem.title;
}

type Props = {
  report: BulkReport;
  /** Restores posts that were just deleted. */
  onUndo: (posts: BulkInput["posts"]) => void;
};

/** What became of the posts that were selected: those changed, with Undo of a deletion, and each that was not, with the reason. */
export function BulkReportText({ report, onUndo }: Props) {
  const { action, changed, failed, tag, unchanged } = report;
  const isOne = changed.length === 1;
  return (
    <div className="sheet-text space-y-3">
      {(changed.length > 0 || unchanged.length > 0) && (
        <Notice kind="success" isAlert={false} className="flex flex-wrap items-center gap-x-5 gap-y-2">
          {changed.length > 0 && (
            <p>
              <Subject posts={changed} isLinked={action !== "delete"} /> {doneTo(action, isOne, <bdi>“{tag}”</bdi>)}
            </p>
          )}
          {unchanged.length > 0 && (
            <p>
              {count(unchanged.length)} {unchanged.length === 1 ? "was" : "were"} {ALREADY[action]}.
            </p>
          )}
          {action === "delete" && changed.length > 0 && (
            <form
              method="post"
              onSubmit={(event) => {
                event.preventDefault();
                onUndo(changed.map(({ id, version }) => ({ id, version })));
              }}
            >
              {changed.map(({ id, version }) => (
                <input key={id} type="hidden" name={selectionField(id)} value={version} />
              ))}
              <Button type="submit" name="form" value="restore" variant="quiet">
                Undo
              </Button>
            </form>
          )}
        </Notice>
      )}
      {failed.length > 0 && (
        <Notice kind="error" isAlert={false}>
          <p>Not changed:</p>
          <ul>
            {failed.map((post) => (
              <li key={post.id}>
                <bdi>{post.title === null ? `Post ${post.id}` : `“${post.title}”`}</bdi>: {reasonOf(post)}.
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}
