/** The player of a video: where it is from, as readers know it, and the URL that an iframe loads. */
export type VideoPlayer = { source: string; url: string };

/** The origins of players, beside those of PeerTube (`PEERTUBE_HOSTS`). */
export const PLAYER_ORIGINS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"];

const YOUTUBE = /^(?:(?:www|m|music)\.)?youtube(?:-nocookie)?\.com$/;
const YOUTUBE_PATH = /^\/(?:shorts|live|embed|v|e)\/([\w-]{11})\/?$/;
const YOUTUBE_ID = /^[\w-]{11}$/;
/** What has the form of an id, but names no video. */
const NO_VIDEOS = ["videoseries", "live_stream"];

const VIMEO = /^(?:www\.)?vimeo\.com$/;
const VIMEO_PATH =
  /^\/(?:channels\/[\w-]+\/|groups\/[\w-]+\/videos\/|(?:album|showcase)\/\d+\/video\/)?(\d{1,12})(?:\/([\da-f]{4,40}))?\/?$/;
const VIMEO_PLAYER_PATH = /^\/video\/(\d{1,12})()\/?$/;
const VIMEO_HASH = /^[\da-f]{4,40}$/;

const PEERTUBE_PATH =
  /^\/(?:w|videos\/watch|videos\/embed)\/([\da-zA-Z]{22}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\/?$/;

/** As the hosts write a time: `90`, `90s`, `1m30s`, `1h2m3s`. */
const TIME = /^(?=\d)(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?$/;

/** When a link starts the video, in seconds: its `t` or `start`, in the query or the fragment. */
function startOf({ hash, searchParams }: URL): number {
  const inHash = new URLSearchParams(hash.slice(1));
  const time = searchParams.get("t") ?? searchParams.get("start") ?? inHash.get("t") ?? "";
  const [, hours = 0, minutes = 0, seconds = 0] = TIME.exec(time) ?? [];
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}

function youtube(link: URL): VideoPlayer | undefined {
  const { host, pathname, searchParams } = link;
  let id: string | null | undefined;
  if (host === "youtu.be" || host === "www.youtu.be") id = pathname.slice(1).replace(/\/$/, "");
  else if (YOUTUBE.test(host)) id = pathname === "/watch" ? searchParams.get("v") : YOUTUBE_PATH.exec(pathname)?.[1];
  if (!id || !YOUTUBE_ID.test(id) || NO_VIDEOS.includes(id)) return undefined;
  const start = startOf(link);
  const from = start > 0 ? `&start=${start}` : "";
  return { source: "YouTube", url: `https://www.youtube-nocookie.com/embed/${id}?autoplay=1${from}` };
}

/** An unlisted video has a hash, in the path or in `h`. */
function vimeo(link: URL): VideoPlayer | undefined {
  const { host, pathname, searchParams } = link;
  const path = VIMEO.test(host) ? VIMEO_PATH : host === "player.vimeo.com" ? VIMEO_PLAYER_PATH : undefined;
  const [, id, inPath] = path?.exec(pathname) ?? [];
  if (!id) return undefined;
  const hash = inPath || searchParams.get("h") || "";
  const unlisted = VIMEO_HASH.test(hash) ? `&h=${hash}` : "";
  const start = startOf(link);
  const from = start > 0 ? `#t=${start}s` : "";
  return { source: "Vimeo", url: `https://player.vimeo.com/video/${id}?autoplay=1&dnt=1${unlisted}${from}` };
}

/** Without P2P, in which viewers learn the IP addresses of each other. */
function peertube(link: URL, hosts: readonly string[]): VideoPlayer | undefined {
  const { host, pathname } = link;
  const [, id] = hosts.includes(host) ? (PEERTUBE_PATH.exec(pathname) ?? []) : [];
  if (!id) return undefined;
  const start = startOf(link);
  const from = start > 0 ? `&start=${start}s` : "";
  return { source: host, url: `https://${host}/videos/embed/${id}?autoplay=1&p2p=0${from}` };
}

/**
 * The privacy-friendly player of the video that a URL leads to; undefined for other URLs, such as playlists. The player's URL
 * consists of the video's id and the time to start at, and nothing else of the URL.
 * @param peertubeHosts hosts of PeerTube, whose URLs cannot be told from others
 */
export function videoPlayer(href: string, peertubeHosts: readonly string[]): VideoPlayer | undefined {
  const link = URL.parse(href, "https://none.invalid");
  if (!link || !/^https?:$/.test(link.protocol)) return undefined;
  return youtube(link) ?? vimeo(link) ?? peertube(link, peertubeHosts);
}
