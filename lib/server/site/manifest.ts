import { env } from "#lib/server/env";

/** What a browser that adds the site to a home screen needs to know (W3C, Web Application Manifest), as JSON. */
export function manifestText(): string {
  const { SITE_TITLE } = env();
  return JSON.stringify({
    name: SITE_TITLE,
    short_name: SITE_TITLE,
    id: "/",
    start_url: "/",
    // The browser's own back button and address stay: posts are read, and shared by their URL.
    display: "minimal-ui",
    // The paper of styles/globals.css.
    background_color: "#fbf8f1",
    theme_color: "#fbf8f1",
    icons: [
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
    ],
  });
}
