import type { ReactElement } from "react";
import { SiteProvider, useSite } from "#components/site/site-context";
import type { PostSummary } from "#lib/shared/post-summary";
import { RENDER_ONCE, type RenderOnce } from "#lib/shared/render-once";
import { DEFAULT_SITE, type Site } from "#lib/shared/site";
import { PostItem } from "./post-item.tsx";

const getRenderOnce = () => (globalThis as { [RENDER_ONCE]?: RenderOnce<ReactElement> })[RENDER_ONCE];

/** Whether `RenderedPosts` can be used: not in development. */
export const canRenderOnce = () => getRenderOnce() !== undefined;

/** On the server: posts of a list, each rendered only if nothing has rendered the same before (docs/decisions/055). */
export function RenderedPosts({ posts, isShort }: { posts: PostSummary[]; isShort: boolean }) {
  const { hasListCovers = false, language, text, timeZone } = useSite();
  // The post sees nothing else of the site: the key has all that its HTML depends on.
  const known: Site = { ...DEFAULT_SITE, hasListCovers, language, timeZone, ...(text && { text }) };
  const key = JSON.stringify([isShort, known]);
  const htmlOf = (post: PostSummary) =>
    getRenderOnce()?.(key + JSON.stringify(post), () => (
      <SiteProvider value={known}>
        <PostItem post={post} isShort={isShort} />
      </SiteProvider>
    )) ?? "";
  return (
    <ul>
      {posts.map((post) => (
        <li key={post.id} dangerouslySetInnerHTML={{ __html: htmlOf(post) }} />
      ))}
    </ul>
  );
}
