import type { ReactElement } from "react";
import { SiteProvider, useSite } from "#components/site/site-context";
import type { PostSummary } from "#lib/shared/post-summary";
import { RENDER_ONCE, type RenderOnce } from "#lib/shared/render-once";
import { DEFAULT_SITE, type Site } from "#lib/shared/site";
import { PostItem } from "./post-item.tsx";

type Props = {
  posts: PostSummary[];
  /** The id of a post shown optimistically. */
  pendingId?: string;
  /** Dates and titles only. */
  isShort?: boolean;
};

/** On the server: renders a post only if nothing has rendered the same before. */
const renderOnce =
  typeof window === "undefined" ? (globalThis as { [RENDER_ONCE]?: RenderOnce<ReactElement> })[RENDER_ONCE] : undefined;

export function PostItems({ posts, pendingId, isShort = false }: Props) {
  const site = useSite();
  if (renderOnce) {
    const { hasListCovers = false, language, text, timeZone } = site;
    // A post knows no more of the site than its key.
    const known: Site = { ...DEFAULT_SITE, hasListCovers, language, timeZone, ...(text && { text }) };
    const key = JSON.stringify([isShort, known]);
    const htmlOf = (post: PostSummary) =>
      renderOnce(key + JSON.stringify(post), () => (
        <SiteProvider value={known}>
          <PostItem post={post} isShort={isShort} />
        </SiteProvider>
      ));
    return (
      <ul>
        {posts.map((post) => (
          <li key={post.id} dangerouslySetInnerHTML={{ __html: htmlOf(post) }} />
        ))}
      </ul>
    );
  }
  return (
    <ul>
      {posts.map((post) => (
        <li key={post.id}>
          <PostItem post={post} isPending={post.id === pendingId} isShort={isShort} />
        </li>
      ))}
    </ul>
  );
}
