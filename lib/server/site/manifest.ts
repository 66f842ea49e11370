import { isIcon, manifestIcons } from "./logo.ts";
import { ownTagline } from "./settings.ts";
import { siteSettings } from "./site.ts";

/** Renders the web app manifest (W3C) as JSON. */
export async function manifestText(): Promise<string> {
  const settings = await siteSettings();
  const { language, logo, title } = settings;
  const tagline = ownTagline(settings);
  return JSON.stringify({
    name: title,
    short_name: title,
    ...(tagline && { description: tagline }),
    lang: language,
    id: "/",
    start_url: "/",
    // Keep the browser's back button and address bar, since posts are shared by URL.
    display: "minimal-ui",
    // The paper color of styles/globals.css.
    background_color: "#fbf8f1",
    theme_color: "#fbf8f1",
    icons: [
      ...(logo && isIcon(logo) ? manifestIcons(logo) : []),
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
    ],
  });
}
