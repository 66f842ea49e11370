import { type KeyboardEvent, type ReactNode, useState } from "react";
import { ErrorState } from "#components/ui/error-state";
import { Link } from "#components/ui/link";
import { Notice } from "#components/ui/notice";
import { type Status, StatusLine } from "#components/ui/status-line";
import { useAction } from "#lib/client/use-action";
import { useBulkChange } from "#lib/client/use-post-changes";
import { usePosts } from "#lib/client/use-post-list";
import { useSelection } from "#lib/client/use-selection";
import type { BulkReport } from "#lib/shared/bulk";
import { type BulkAction, type BulkInput, takesTag } from "#lib/shared/bulk-actions";
import { type PostsView, postsViewPath, postsViewQuery } from "#lib/shared/posts-view";
import type { Role } from "#lib/shared/roles";
import { BulkBar } from "./bulk-bar.tsx";
import { BulkReportText } from "./bulk-report.tsx";
import { PostsEmpty } from "./posts-empty.tsx";
import { WrittenPost } from "./written-post.tsx";

type Props = {
  /** The account whose page it is: what is done is refused for another one. */
  account: string | null;
  view: PostsView;
  role: Role | null;
  /** What a form post without JavaScript has just done. */
  report: BulkReport | null;
};

/** A page of the viewer's posts, to be selected and changed together, with the outcome of the last action. */
export function WrittenPosts({ account, view, role, report: posted }: Props) {
  const { posts, next, total, isCapped, error, isValidating, mutate } = usePosts(postsViewQuery(view));
  const selection = useSelection(posts ?? []);
  const [status, setStatus] = useState<Status | undefined>(posted ? reported(posted) : undefined);
  const change = useBulkChange(account);
  const { run, isBusy } = useAction(
    async (input: BulkInput) => {
      const report = await change(input);
      selection.update(report);
      setStatus(reported(report));
    },
    { onError: ({ fields, title }) => say("error", `Not done: ${Object.values(fields)[0]?.[0] ?? title}.`) },
  );

  function say(kind: "success" | "error", text: ReactNode): void {
    setStatus({
      text: (
        <div className="sheet-text">
          <Notice kind={kind} isAlert={false}>
            {text}
          </Notice>
        </div>
      ),
    });
  }
  function restore(selected: BulkInput["posts"]): void {
    void run({ action: "restore", posts: selected });
  }
  function reported(report: BulkReport): Status {
    return { text: <BulkReportText report={report} onUndo={restore} /> };
  }
  function act(action: BulkAction, tag: string): void {
    void run({ action, posts: selection.shown, ...(takesTag(action) && { tag }) });
  }

  if (!posts) {
    if (!error) return null;
    return (
      <ErrorState
        title="The list could not be loaded"
        reason={error.message}
        isRetrying={isValidating}
        onRetry={mutate}
      />
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for what the checkboxes do
    <div
      className="group/posts"
      onKeyDown={({ key }: KeyboardEvent) => {
        if (key === "Escape") selection.clear();
      }}
    >
      <StatusLine status={status} className="sheet not-empty:mb-6" />
      {posts.length === 0 ? (
        <PostsEmpty view={view} seesAll={role === "owner" || role === "editor"} />
      ) : (
        <div className="sheet">
          <p className="text-note text-ink-soft wide:pt-3 wide:pb-2">
            {total !== undefined &&
              `${total.toLocaleString("en")}${isCapped ? "+" : ""} ${total === 1 ? "post" : "posts"}`}
          </p>
          <label className="flex min-h-11 w-fit cursor-pointer items-center gap-3 text-note text-ink-soft noscript:hidden wide:-ms-7">
            <input
              type="checkbox"
              checked={selection.areAll}
              onChange={selection.areAll ? selection.clear : selection.selectAll}
              className="size-4"
            />
            Select all on this page
          </label>
        </div>
      )}
      <div className="[&_a]:scroll-mb-40 [&_button]:scroll-mb-40 [&_input]:scroll-mb-40">
        {posts.map((post) => (
          <WrittenPost
            key={post.id}
            post={post}
            view={view}
            selection={selection}
            onRestore={() => restore([{ id: post.id, version: selection.versionFor(post) }])}
            onPurged={() =>
              say(
                "success",
                <>
                  “<bdi>{post.title}</bdi>” is deleted for good.
                </>,
              )
            }
            onFailed={(text) => say("error", text)}
          />
        ))}
      </div>
      <BulkBar status={view.status} count={selection.shown.length} isBusy={isBusy} onAction={act} />
      {(next || view.after) && (
        <p className="sheet border-t border-rule pt-6">
          <span className="sheet-text flex flex-wrap gap-x-6 gap-y-2">
            {view.after && (
              <Link href={postsViewPath({ ...view, after: undefined })} className="link">
                First page
              </Link>
            )}{" "}
            {next && (
              <Link href={postsViewPath({ ...view, after: next })} className="link">
                Next page
              </Link>
            )}
          </span>
        </p>
      )}
    </div>
  );
}
