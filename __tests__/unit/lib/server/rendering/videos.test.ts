import { renderPost } from "#lib/server/rendering/render";
import { videoPlayer } from "#lib/server/rendering/video-player";
import { withVideos } from "#lib/server/rendering/videos";
import { withSettings } from "#support/settings";

const ID = "dQw4w9WgXcQ";
const YOUTUBE = `https://www.youtube-nocookie.com/embed/${ID}?autoplay=1`;
const VIMEO = "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1";
const UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d";
const SHORT = "kkGMgK9ZtnKfYAgnEtQxbv";
const PEERTUBE = (id: string) => `https://tube.example/videos/embed/${id}?autoplay=1&p2p=0`;

test.each([
  [`https://www.youtube.com/watch?v=${ID}`, YOUTUBE],
  [`http://youtube.com/watch?v=${ID}`, YOUTUBE],
  [`//www.youtube.com/watch?v=${ID}`, YOUTUBE],
  [`HTTPS://WWW.YouTube.com/watch?v=${ID}`, YOUTUBE],
  [`https://m.youtube.com/watch?app=desktop&v=${ID}&feature=share`, YOUTUBE],
  [`https://music.youtube.com/watch?v=${ID}`, YOUTUBE],
  [`https://youtu.be/${ID}`, YOUTUBE],
  [`https://youtu.be/${ID}/?si=abcDEF`, YOUTUBE],
  [`https://www.youtube.com/shorts/${ID}`, YOUTUBE],
  [`https://www.youtube.com/live/${ID}?feature=shared`, YOUTUBE],
  [`https://www.youtube.com/embed/${ID}`, YOUTUBE],
  [`https://www.youtube-nocookie.com/embed/${ID}?rel=0&controls=0`, YOUTUBE],
  [`https://www.youtube.com/v/${ID}`, YOUTUBE],
  [`https://www.youtube.com/watch?v=${ID}&t=43`, `${YOUTUBE}&start=43`],
  [`https://youtu.be/${ID}?t=43s`, `${YOUTUBE}&start=43`],
  [`https://youtu.be/${ID}?t=1m30s`, `${YOUTUBE}&start=90`],
  [`https://youtu.be/${ID}?t=1h2m3s`, `${YOUTUBE}&start=3723`],
  [`https://youtu.be/${ID}?t=2m`, `${YOUTUBE}&start=120`],
  [`https://www.youtube.com/embed/${ID}?start=90`, `${YOUTUBE}&start=90`],
  [`https://www.youtube.com/watch?v=${ID}#t=90`, `${YOUTUBE}&start=90`],
  // A wrong time starts at the beginning; a playlist is left out.
  ...["", "0", "-5", "soon", "1e9", "90;alert(1)", "%00", "1234567"].map((t) => [
    `https://youtu.be/${ID}?t=${t}`,
    YOUTUBE,
  ]),
  [`https://www.youtube.com/watch?v=${ID}&list=PLabc&index=3`, YOUTUBE],
  ["https://vimeo.com/76979871", VIMEO],
  ["http://www.vimeo.com/76979871/", VIMEO],
  ["https://vimeo.com/channels/staffpicks/76979871", VIMEO],
  ["https://vimeo.com/groups/motion/videos/76979871", VIMEO],
  ["https://vimeo.com/showcase/123456/video/76979871", VIMEO],
  ["https://player.vimeo.com/video/76979871?badge=0", VIMEO],
  ["https://vimeo.com/76979871/abcdef1234", `${VIMEO}&h=abcdef1234`],
  ["https://vimeo.com/76979871?h=abcdef1234&share=copy", `${VIMEO}&h=abcdef1234`],
  ["https://player.vimeo.com/video/76979871?h=abcdef1234", `${VIMEO}&h=abcdef1234`],
  ["https://vimeo.com/76979871?h=%22onload", VIMEO],
  ["https://vimeo.com/76979871#t=1m30s", `${VIMEO}#t=90s`],
  ["https://vimeo.com/76979871/abcdef1234#t=7", `${VIMEO}&h=abcdef1234#t=7s`],
  [`https://tube.example/w/${SHORT}`, PEERTUBE(SHORT)],
  [`https://tube.example/w/${UUID}`, PEERTUBE(UUID)],
  [`https://tube.example/videos/watch/${UUID}`, PEERTUBE(UUID)],
  [`https://tube.example/videos/embed/${UUID}`, PEERTUBE(UUID)],
  [`https://tube.example/w/${SHORT}?start=1m30s`, `${PEERTUBE(SHORT)}&start=90s`],
])("videoPlayer — %s — the player", (href, url) => {
  expect(videoPlayer(href, ["tube.example"])?.url).toBe(url);
});

test.each([
  "https://www.youtube.com/",
  "https://www.youtube.com/watch",
  "https://www.youtube.com/watch?v=",
  "https://www.youtube.com/watch?v=short",
  `https://www.youtube.com/watch?v=${ID}x`,
  'https://www.youtube.com/watch?v=dQw4w9WgX"Q',
  `https://www.youtube.com/watch/${ID}`,
  "https://www.youtube.com/playlist?list=PLabc",
  "https://www.youtube.com/embed/videoseries?list=PLabc",
  "https://www.youtube.com/embed/live_stream?channel=abc",
  "https://www.youtube.com/@somebody",
  "https://youtu.be/",
  `https://youtu.be/a/${ID}`,
  `https://youtube.com.evil.example/watch?v=${ID}`,
  `https://evilyoutube.com/watch?v=${ID}`,
  `https://www.youtube.com:8443/watch?v=${ID}`,
  `https://youtube.com@evil.example/watch?v=${ID}`,
  `ftp://youtu.be/${ID}`,
  `/watch?v=${ID}`,
  `javascript:https://youtu.be/${ID}`,
  "https://vimeo.com/",
  "https://vimeo.com/about",
  "https://vimeo.com/76979871/settings",
  "https://vimeo.com/user/76979871x",
  "https://vimeo.com/ondemand/film",
  `https://other.example/w/${SHORT}`,
  `https://tube.example.evil.example/w/${SHORT}`,
  "https://tube.example/w/p/kkGMgK9ZtnKfYAgnEtQxbv",
  "https://tube.example/w/short",
  "https://tube.example/c/channel/videos",
  "https://",
  "",
])("videoPlayer — %s — none", (href) => {
  expect(videoPlayer(href, ["tube.example"])).toBeUndefined();
});

const pageOf = (markdown: string) => withVideos(renderPost(markdown).html).trim();
const button = (href: string, source: string, url: string, text: string, attributes = "") =>
  `<a href="${href}"${attributes} data-player="${url.replaceAll("&", "&amp;")}">` +
  `<span lang="en" dir="ltr">Play the video from ${source}</span> <span class="video-title">${text}</span></a>`;
const BARE = ' class="bare-url"';
const HREF = `https://youtu.be/${ID}`;
const PLAYED = `<p class="video">${button(HREF, "YouTube", YOUTUBE, HREF, BARE)}</p>`;

describe("withVideos", () => {
  test.each([
    ["a bare URL", HREF, PLAYED],
    ["a URL in angle brackets", `<${HREF}>`, PLAYED],
    [
      "a link with a text",
      `[Talk & "more"](${HREF}?t=9&x=1)`,
      `<p class="video">${button(`${HREF}?t=9&amp;x=1`, "YouTube", `${YOUTUBE}&start=9`, 'Talk &amp; "more"')}</p>`,
    ],
    [
      "a paragraph from right to left",
      `[محاضرة](${HREF})\n\nA text from left to right, which is longer.`,
      `<p dir="rtl" class="video">${button(HREF, "YouTube", YOUTUBE, "محاضرة")}</p>\n<p>A text from left to right, which is longer.</p>`,
    ],
    ["in a quotation", `> ${HREF}`, `<blockquote>\n${PLAYED}\n</blockquote>`],
    [
      "an iframe of a page that was imported",
      '<iframe title="A film" src="https://player.vimeo.com/video/76979871"></iframe>',
      `<p class="video">${button("https://player.vimeo.com/video/76979871", "Vimeo", VIMEO, "A film")}</p>`,
    ],
    ["two videos", `${HREF}\n\n${HREF}`, `${PLAYED}\n${PLAYED}`],
  ])("%s — a button for the player", (_, markdown, html) => {
    expect(pageOf(markdown)).toBe(html);
  });

  test.each([
    ["with a word before it", `See ${HREF}`],
    ["with a period after it", `${HREF}.`],
    ["two in a paragraph", `${HREF}\n${HREF}`],
    ["in a tight list", `- ${HREF}`],
    ["in a heading", `## ${HREF}`],
    ["in code", `\`${HREF}\``],
    ["with an image", `[![A frame](/a.webp)](${HREF})`],
    ["of another site", "https://example.org/watch?v=dQw4w9WgXcQ"],
    ["of PeerTube, whose host is not in the settings", `https://tube.example/w/${SHORT}`],
  ])("a link %s — stays a link", (_, markdown) => {
    const { html } = renderPost(markdown);
    expect(withVideos(html)).toBe(html);
  });

  test.each([
    `<p class="video"><a href="${HREF}" data-player="https://evil.example/">a</a></p>`,
    `<a data-player="https://evil.example/" href="https://example.org/">a</a>`,
    `<iframe data-player="https://evil.example/" src="https://evil.example/"></iframe>`,
  ])("%s — no player but that of the link's video", (markdown) => {
    expect(pageOf(markdown)).not.toMatch(/data-player="https:\/\/evil|class="video"[^>]*><a[^>]*evil|<iframe/);
  });

  test("a post without an author — rel stays", () => {
    const { html } = renderPost(HREF, { isTrustedAuthor: false });
    expect(withVideos(html)).toContain('rel="nofollow ugc" data-player="');
  });

  describe("with PEERTUBE_HOSTS", () => {
    withSettings({ PEERTUBE_HOSTS: ["tube.example"] });

    test("a link to a video there — a button that names the host", () => {
      expect(pageOf(`https://tube.example/w/${SHORT}`)).toBe(
        `<p class="video">${button(`https://tube.example/w/${SHORT}`, "tube.example", PEERTUBE(SHORT), `https://tube.example/w/${SHORT}`, BARE)}</p>`,
      );
    });
  });
});
