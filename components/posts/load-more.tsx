import { type RefObject, useEffect, useRef } from "react";
import { isPlainClick, Link } from "#components/ui/link";
import { usePosts } from "#lib/client/use-post-list";
import { type ListParams, listPagePath } from "#lib/shared/list-params";
import { PostList } from "./post-list.tsx";

type Props = {
  /** The list, and the cursor behind which its next page begins. */
  query: Omit<ListParams, "pages">;
  /** How many pages to show from there on. */
  pages: number;
  /** Shows one more; missing where there are as many as one address may hold. */
  onMore: (() => void) | undefined;
};

/** `asked`: whether the reader has just asked for the page that comes next. */
type PlaceProps = Props & { asked: RefObject<boolean> };

/** What comes behind a page: the next one, or the way to it, which is a page of its own without JavaScript. */
function NextPageLink({ query, pages, onMore, asked }: PlaceProps) {
  if (pages > 0) return <FurtherPage query={query} pages={pages} onMore={onMore} asked={asked} />;
  return (
    <div className="sheet border-t border-rule pt-6">
      <Link
        href={listPagePath(query)}
        className="link sheet-text w-fit py-2"
        onClick={(event) => {
          if (!onMore || !isPlainClick(event)) return;
          event.preventDefault();
          asked.current = true;
          onMore();
        }}
      >
        More posts
      </Link>
    </div>
  );
}

function FurtherPage({ query, pages, onMore, asked }: PlaceProps) {
  const list = usePosts(query);
  const start = useRef<HTMLDivElement>(null);
  const isThere = list.posts !== undefined;

  // The link that was followed is gone: who reads by keyboard goes on with the first post behind it.
  useEffect(() => {
    if (!isThere || !asked.current) return;
    asked.current = false;
    start.current?.querySelector("a")?.focus({ preventScroll: true });
  }, [isThere, asked]);

  return (
    <>
      <div ref={start}>
        <PostList list={list} />
      </div>
      {list.next !== undefined && (
        <NextPageLink query={{ ...query, after: list.next }} pages={pages - 1} onMore={onMore} asked={asked} />
      )}
    </>
  );
}

/**
 * The pages of a list behind its first one. Each is fetched, kept and mended by itself, and names the one behind it. To be
 * given a `key` of the list: while a page before them moves on, the posts stay until it is known which they are now.
 */
export function LoadMore(props: Props) {
  return <NextPageLink {...props} asked={useRef(false)} />;
}
