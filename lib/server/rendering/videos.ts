import { env } from "#lib/server/env";
import { playVideo } from "#lib/shared/labels/video";
import { videoPlayer } from "./video-player.ts";

/** A paragraph of a link with text alone, as the renderer writes it: every `<` and `>`, and every `"` in an attribute, is escaped. */
const LONE_LINK = /<p((?: [a-z-]+="[^"]*")*)>(<a href="([^"]*)"[^>]*)>([^<]+)<\/a><\/p>/g;

/**
 * Makes a link to a video that is alone in its paragraph the button of the video's player: `data-player` has the URL to load
 * on a click (lib/client/play-videos.ts). Without a script it stays a link.
 * @param html HTML from our renderer
 */
export function withVideos(html: string): string {
  return html.replace(LONE_LINK, (paragraph, attributes: string, link: string, href: string, text: string) => {
    const player = videoPlayer(href.replaceAll("&amp;", "&"), env().PEERTUBE_HOSTS);
    if (!player) return paragraph;
    const url = player.url.replaceAll("&", "&amp;");
    return `<p${attributes} class="video">${link} data-player="${url}"><span lang="en" dir="ltr">${playVideo(player.source)}</span> <span class="video-title">${text}</span></a></p>`;
  });
}
