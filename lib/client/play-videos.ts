/** What the player may do: run its scripts with its own origin, go to full screen, and open the video's page in a new tab. */
const SANDBOX =
  "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-presentation";
const ALLOW = "autoplay; encrypted-media; fullscreen; picture-in-picture";

const BUTTON = "a[data-player]";

const buttonOf = ({ target }: Event) => (target instanceof Element ? target.closest<HTMLAnchorElement>(BUTTON) : null);

/** Replaces the link to a video by its player, which gets the focus. */
function play(link: HTMLAnchorElement): void {
  const player = document.createElement("iframe");
  player.title = link.querySelector(".video-title")?.textContent ?? "";
  player.allow = ALLOW;
  player.setAttribute("sandbox", SANDBOX);
  // YouTube plays nothing for pages that it does not know.
  player.referrerPolicy = "strict-origin-when-cross-origin";
  player.src = link.dataset.player ?? "";
  link.replaceWith(player);
  player.focus();
}

/** Makes the links to videos in a text buttons that load the player on a click. May be called again, after another text. */
export function playVideos(text: HTMLElement): void {
  for (const link of text.querySelectorAll(BUTTON)) link.setAttribute("role", "button");
  text.onclick = (event) => {
    const link = buttonOf(event);
    // With a key, the link opens in a new tab or window.
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    play(link);
  };
  text.onkeydown = (event) => {
    const link = event.key === " " ? buttonOf(event) : null;
    if (!link) return;
    // The page does not scroll.
    event.preventDefault();
    play(link);
  };
}
