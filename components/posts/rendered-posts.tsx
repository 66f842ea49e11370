import type { ReactElement } from "react";
import { SiteProvider, useSite } from "#components/site/site-context";
import type { PostSummary } from "#lib/shared/post-summary";
import type { RenderOnce } from "#lib/shared/render-once";
import { DEFAULT_SITE, type Site } from "#lib/shared/site";
import { PostItem } from "./post-item.tsx";

type Props = { posts: PostSummary[]; isShort: boolean; renderOnce: RenderOnce<ReactElement> };

/** On the server: posts of a list, each rendered only if nothing has rendered the same before (docs/decisions/055). */
export function RenderedPosts({ posts, isShort, renderOnce }: Props) {
  const { hasListCovers = false, language, text, timeZone } = useSite();
  // The post sees nothing else of the site: the key has all that its HTML depends on.
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
