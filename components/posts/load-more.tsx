import { type RefObject, useEffect, useRef } from "react";
import { isPlainClick, Link } from "#components/ui/link";
import { usePosts } from "#lib/client/use-post-list";
import * as labels from "#lib/shared/labels/list-pages";
import { type ListParams, listPagePath } from "#lib/shared/list-params";
import { PostList } from "./post-list.tsx";

type Props = {
  /** The list, with the cursor of its next page. */
  query: Omit<ListParams, "pages">;
  /** The number of further pages to show. */
  pages: number;
  /** Shows one more page; undefined at the maximum. */
  onMore: (() => void) | undefined;
};

/** `hasRequested`: whether the reader has just requested the next page. */
type PageProps = Props & { hasRequested: RefObject<boolean> };

/** The next page of a list, or a link to it, which works without JavaScript. */
function NextPageLink({ query, pages, onMore, hasRequested }: PageProps) {
  if (pages > 0) return <NextPage query={query} pages={pages} onMore={onMore} hasRequested={hasRequested} />;
  return (
    <div className="sheet border-t border-rule pt-6">
      <Link
        href={listPagePath(query)}
        className="link sheet-text w-fit py-2"
        onClick={(event) => {
          if (!onMore || !isPlainClick(event)) return;
          event.preventDefault();
          hasRequested.current = true;
          onMore();
        }}
      >
        {labels.morePosts}
      </Link>
    </div>
  );
}

function NextPage({ query, pages, onMore, hasRequested }: PageProps) {
  const list = usePosts(query);
  const start = useRef<HTMLDivElement>(null);
  const isLoaded = list.posts !== undefined;

  // The link is gone: the focus moves to the first post of the new page.
  useEffect(() => {
    if (!isLoaded || !hasRequested.current) return;
    hasRequested.current = false;
    start.current?.querySelector("a")?.focus({ preventScroll: true });
  }, [isLoaded, hasRequested]);

  return (
    <>
      <div ref={start}>
        <PostList list={list} />
      </div>
      {list.next !== undefined && (
        <NextPageLink
          query={{ ...query, after: list.next }}
          pages={pages - 1}
          onMore={onMore}
          hasRequested={hasRequested}
        />
      )}
    </>
  );
}

/**
 * The pages of a list after the first. Each is fetched and cached on its own, and has the cursor of the next one. Needs a
 * `key` of the list: while an earlier page revalidates, the posts stay until the new cursor is known.
 */
export function LoadMore(props: Props) {
  return <NextPageLink {...props} hasRequested={useRef(false)} />;
}
