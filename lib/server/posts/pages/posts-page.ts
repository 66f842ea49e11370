import type { GetServerSidePropsContext, GetServerSidePropsResult } from "next";
import { redirectToSignIn } from "#lib/server/accounts/pages/return-path";
import { authenticatePage } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { requireCursor } from "#lib/server/posts/list/list";
import { Problem } from "#lib/server/problem";
import { listWriters, type Writer } from "#lib/server/users/writers";
import type { BulkReport } from "#lib/shared/bulk";
import type { RejectedForm } from "#lib/shared/forms";
import { type Page, PostQuery } from "#lib/shared/post-query";
import type { PostSummary } from "#lib/shared/post-summary";
import { type PostsView, PURGED, parsePostsView, postsViewPath, postsViewQuery } from "#lib/shared/posts-view";
import type { Role } from "#lib/shared/roles";
import { bulkAction } from "./form-actions.ts";
import { loadListFallback } from "./list-page.ts";

export type PostsPageProps = {
  /** The viewer's account; null for an anonymous one. */
  account: string | null;
  /** The viewer's: owners and editors see the posts of all authors. */
  role: Role | null;
  view: PostsView;
  /** The authors to filter by; empty for a viewer who sees their own posts only. */
  writers: Writer[];
  /** What a form post without JavaScript has just done. */
  report: BulkReport | null;
  /** Whether a form post without JavaScript has just purged a post. */
  isPurged: boolean;
  refused: RejectedForm | null;
  fallback: Record<string, Page<PostSummary>>;
};

/** The view without filters that no list has, such as a tag with a comma. */
function validView(view: PostsView): PostsView {
  const { after: _after, ...filters } = view;
  const { error } = PostQuery.safeParse(filters);
  const invalid = error?.issues.map(({ path }) => path[0]) ?? [];
  return Object.fromEntries(Object.entries(view).filter(([name]) => !invalid.includes(name))) as PostsView;
}

/** The report of the deletion of a post on its own page, which redirects to the trash. */
function deletionOf(posts: PostSummary[], id: GetServerSidePropsContext["query"][string]): BulkReport | null {
  const post = posts.find((other) => other.id === id);
  if (post?.version === undefined) return null;
  const { slug, status, title, version } = post;
  return {
    action: "delete",
    tag: "",
    changed: [{ id: post.id, title, slug, status, version }],
    unchanged: [],
    failed: [],
  };
}

/** Handles the page's forms, and loads a page of the viewer's posts as SWR fallback; notFound for an invalid cursor. */
export async function loadPostsPage(
  context: GetServerSidePropsContext,
): Promise<GetServerSidePropsResult<PostsPageProps>> {
  const { query, req } = context;
  const viewer = await authenticatePage(req);
  const view = validView(parsePostsView(query));
  if (viewer.edits === "none") return redirectToSignIn(postsViewPath(view));
  const outcome = await bulkAction(context, viewer);
  if ("redirect" in outcome) return outcome;
  const db = await database();
  const list = postsViewQuery(view);
  try {
    await requireCursor(db, list);
  } catch (error) {
    if (error instanceof Problem) return { notFound: true };
    throw error;
  }
  const fallback = await loadListFallback(context, list);
  const isTrash = view.status === "trash";
  const posts = Object.values(fallback).flatMap(({ items }) => items);
  return {
    props: {
      account: viewer.account?.id ?? null,
      role: viewer.role,
      view,
      writers: viewer.edits === "all" ? await listWriters(db) : [],
      report: outcome.data ?? (isTrash ? deletionOf(posts, query.done) : null),
      isPurged: isTrash && query.done === PURGED,
      refused: outcome.refused,
      fallback,
    },
  };
}
