import type { ExportedSettings } from "./format.ts";

/** The first file of an export, for people. */
export const README = `# An export of Octavo

- \`content/blog/<id>/<slug>/index.md\`: the posts, drafts too, as Markdown with YAML front matter
- \`content/about/index.md\`: the text about the site
- \`content/images/\`: the images, in all widths
- \`trash/\`: the posts in the trash
- \`hugo.toml\`: the title, language and time zone of the site, as Hugo reads them
- \`octavo/\`: what only Octavo reads: revisions, tags, redirects, images and accounts as JSON lines, SHA-256 checksums, and the manifest,
  which is written last. Without it the export is not whole.

The folder \`content\` is laid out for Hugo and Eleventy: pages get the paths that they had.

    hugo --theme <theme>
    npx @11ty/eleventy --input=content --formats=md,webp

To check the files: \`sha256sum --check --quiet octavo/checksums/*\`. To restore all of it in a new Octavo: \`npx octavo import <this folder>\`.
`;

/** The configuration of the site for Hugo (TOML). */
export const siteConfiguration = ({ language, timeZone, title }: Omit<ExportedSettings, "stored">): string =>
  Object.entries({ title, languageCode: language, timeZone })
    .map(([key, value]) => `${key} = ${tomlText(value)}\n`)
    .join("");

/** A basic string (TOML 1.0), which escapes as JSON does, but for U+007F. */
const tomlText = (text: string) => JSON.stringify(text).replaceAll("\u007f", "\\u007f");
