import { BULK_MAX } from "./bulk-actions.ts";
import { isSortable, LIST_STATUSES, type ListStatus, SORTS, type Sort } from "./list-options.ts";
import { SEARCH_MAX, singleValue, type UrlQuery } from "./list-params.ts";
import { POSTS_PAGE_PATH } from "./owner-paths.ts";
import type { PostListQuery } from "./post-query.ts";
import { SUMMARY_FIELDS } from "./post-summary.ts";

/** What the page shows: a status with its filters, its order, and the cursor that this page of it starts after. */
export type PostsView = {
  status: ListStatus;
  q?: string | undefined;
  tag?: string | undefined;
  author?: string | undefined;
  sort?: Sort | undefined;
  after?: string | undefined;
};

/** The value of `done` in the URL of the trash after a purge without JavaScript; after a deletion it is the id of the post. */
export const PURGED = "purged";

/** The members that have a value, as props of a page must have. */
const withoutUndefined = <T extends object>(members: T): Partial<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;

/** Parses the page's query; ignores invalid values. */
export function parsePostsView({ status, q, tag, author, sort, after }: UrlQuery): PostsView {
  const view = {
    status: LIST_STATUSES.find((value) => value === status) ?? "any",
    sort: SORTS.find((value) => value === sort),
  };
  const rest = {
    q: singleValue(q, SEARCH_MAX),
    tag: singleValue(tag),
    author: singleValue(author),
    sort: isSortable(view) ? view.sort : undefined,
    after: singleValue(after),
  };
  return { status: view.status, ...withoutUndefined(rest) };
}

/** The path of a view. */
export function postsViewPath({ status, ...rest }: PostsView): string {
  const given = Object.entries({ ...(status !== "any" && { status }), ...rest });
  const query = new URLSearchParams(given.flatMap(([name, value]) => (value ? [[name, value]] : [])));
  return query.size > 0 ? `${POSTS_PAGE_PATH}?${query}` : POSTS_PAGE_PATH;
}

/** The first page of a view with another status: its filters stay, and its order where the status has it. */
export function withStatus({ after: _after, sort, ...view }: PostsView, status: ListStatus): PostsView {
  return { ...view, status, ...(isSortable({ sort, status }) && { sort }) };
}

/** Whether a view leaves out posts of its status. */
export const isFiltered = ({ q, tag, author }: PostsView) => [q, tag, author].some((value) => value !== undefined);

/** The query of a view's list. Versions are what bulk actions refer to. */
export const postsViewQuery = (view: PostsView): PostListQuery => ({
  ...view,
  limit: BULK_MAX,
  fields: [...SUMMARY_FIELDS, "version"],
});
