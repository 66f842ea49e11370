import { useRouter } from "next/router";
import type { FormEvent } from "react";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { Select } from "#components/ui/select";
import { isSortable, SORTS, type Sort } from "#lib/shared/list-options";
import { SEARCH_MAX } from "#lib/shared/list-params";
import { POSTS_PAGE_PATH } from "#lib/shared/owner-paths";
import { isFiltered, type PostsView, parsePostsView, postsViewPath } from "#lib/shared/posts-view";

const SORT_NAMES: Record<Sort, string> = {
  "-updatedAt": "Last saved first",
  updatedAt: "Last saved last",
  "-publishedAt": "Newest date first",
  publishedAt: "Oldest date first",
  title: "Title, A to Z",
  "-title": "Title, Z to A",
};

type Props = {
  view: PostsView;
  /** The authors to choose from. */
  writers: { id: string; name: string }[];
};

const texts = (form: HTMLFormElement) =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));

/** A GET form that searches, filters and sorts posts of a status. */
export function PostsFilter({ view, writers }: Props) {
  const router = useRouter();
  const { author, q, sort, status, tag } = view;
  const isUnlisted = author !== undefined && writers.length > 0 && !writers.some(({ id }) => id === author);
  const sorts = SORTS.filter((name) => isSortable({ sort: name, status }));

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void router.push(postsViewPath(parsePostsView(texts(event.currentTarget))));
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: assistive technology supports the role longer than <search>
    <form role="search" action={POSTS_PAGE_PATH} onSubmit={submit} className="sheet mb-6">
      <div className="sheet-text">
        {status !== "any" && <input type="hidden" name="status" value={status} />}
        <div className="search-line">
          <input
            type="search"
            name="q"
            aria-label="Search these posts"
            placeholder="Search these posts"
            autoComplete="off"
            enterKeyHint="search"
            maxLength={SEARCH_MAX}
            defaultValue={q}
          />
          <Button type="submit" variant="quiet">
            Search
          </Button>
        </div>
        <details open={[tag, author, sort].some((value) => value !== undefined)} className="mt-2">
          <summary className="w-fit cursor-pointer py-2 text-note text-ink-soft hover:text-ink">
            Filter and sort
          </summary>
          <div className="mt-2 mb-4 space-y-4">
            <div className="grid gap-x-5 gap-y-4 wide:grid-cols-2">
              <label className="font-medium">
                Tag
                <input
                  name="tag"
                  defaultValue={tag}
                  autoComplete="off"
                  autoCapitalize="none"
                  className="mt-2 block min-h-11 w-full rounded-sm border border-edge bg-transparent px-3 font-normal hover:border-ink"
                />
              </label>
              {writers.length > 0 && (
                <Select
                  label="Author"
                  name="author"
                  defaultValue={author}
                  options={[
                    { value: "", label: "All authors" },
                    ...writers.map(({ id, name }) => ({ value: id, label: name })),
                    ...(isUnlisted ? [{ value: author, label: "Another author" }] : []),
                  ]}
                />
              )}
              <Select
                label="Order"
                name="sort"
                defaultValue={sort}
                options={[
                  { value: "", label: q === undefined || status === "any" ? "Usual" : "Best matches" },
                  ...sorts.map((value) => ({ value, label: SORT_NAMES[value] })),
                ]}
              />
            </div>
            <Button type="submit" variant="quiet">
              Show
            </Button>
          </div>
        </details>
        {isFiltered(view) && (
          <p className="text-note">
            <Link href={postsViewPath({ status, sort })} className="link inline-block py-1.5">
              Clear search and filters
            </Link>
          </p>
        )}
      </div>
    </form>
  );
}
