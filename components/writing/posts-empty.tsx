import type { ReactNode } from "react";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import type { ListStatus } from "#lib/shared/list-options";
import { isFiltered, type PostsView, postsViewPath } from "#lib/shared/posts-view";
import { TRASH_RETENTION } from "#lib/shared/trash";

type Text = { title: string; more: ReactNode };

const write = (text: string) => (
  <Link href="/blog/create" className="link">
    {text}
  </Link>
);

/** @param seesAll whether the viewer sees the posts of all authors */
const textsFor = (seesAll: boolean): Record<ListStatus, Text> => ({
  any: {
    title: seesAll ? "There are no posts." : "You have no posts.",
    more: write("Write one"),
  },
  draft: { title: "No drafts.", more: write("Create one") },
  scheduled: {
    title: "Nothing is scheduled.",
    more: "A post with a date that lies ahead waits here until it has come.",
  },
  published: {
    title: seesAll ? "Nothing is published yet." : "You have not published anything yet.",
    more: "A draft is published in its editor, or here together with others.",
  },
  trash: { title: "The trash is empty.", more: `Deleted posts stay here for ${TRASH_RETENTION} and can be restored.` },
});

/** What a view without posts says. */
export function PostsEmpty({ view, seesAll }: { view: PostsView; seesAll: boolean }) {
  const { status } = view;
  if (view.after === undefined && !isFiltered(view)) {
    const { more, title } = textsFor(seesAll)[status];
    return <EmptyState title={title}>{more}</EmptyState>;
  }
  return (
    <EmptyState title={view.after === undefined ? "No post matches." : "No further posts."}>
      <Link href={postsViewPath({ status })} className="link">
        Show all
      </Link>
    </EmptyState>
  );
}
