import { env } from "#lib/server/env";

/** Renders the web app manifest (W3C) as JSON. */
export function manifestText(): string {
  const { SITE_TITLE } = env();
  return JSON.stringify({
    name: SITE_TITLE,
    short_name: SITE_TITLE,
    id: "/",
    start_url: "/",
    // Keep the browser's back button and address bar, since posts are shared by URL.
    display: "minimal-ui",
    // The paper color of styles/globals.css.
    background_color: "#fbf8f1",
    theme_color: "#fbf8f1",
    icons: [
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
    ],
  });
}
