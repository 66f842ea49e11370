import { postFile } from "#lib/server/export/file-names";
import type { ExportedPost } from "#lib/server/export/format";
import { usualImagePath } from "#lib/shared/image-paths";
import { postPagePath } from "#lib/shared/paths";
import { type LeftOut, note, type Source, type SourceRecord } from "../record.ts";
import type { Checked } from "./check-export.ts";
import type { OctavoExport } from "./open-export.ts";

/** Its paths on the old site: with its slug, and without. */
const pathsOf = ({ id, slug }: ExportedPost) => [postPagePath({ id, slug }), `/blog/${id}`];

/** A post of an export as one of any other source: it gets a new id, and its paths lead to it. */
export function recordOf(post: ExportedPost, { accounts, redirects }: Checked): SourceRecord {
  const { author, canonicalUrl, content, cover, createdAt, excerpt, generated } = post;
  const { id, language, publishedAt, slug, status, tags, title, updatedAt } = post;
  const name = accounts.find((account) => account.id === author)?.name;
  return {
    item: `post:${id}`,
    place: { file: postFile(post) },
    title,
    body: { format: "markdown", text: content },
    isPublished: status === "published",
    publishedAt: publishedAt ?? undefined,
    createdAt,
    updatedAt,
    authors: author === null || name === undefined ? [] : [{ name, aliases: [name, author] }],
    tags,
    ...(!generated.includes("slug") && { slug }),
    ...(!generated.includes("excerpt") && { excerpt }),
    ...(canonicalUrl !== "" && { canonicalUrl }),
    ...(language !== "" && { language }),
    ...(cover && { cover: { src: usualImagePath(cover.image, cover.width), alt: cover.alt } }),
    paths: [...pathsOf(post), ...(redirects.get(id) ?? [])],
    notes: [],
  };
}

const leftOut = (post: ExportedPost): LeftOut => ({
  item: `post:${post.id}`,
  place: { file: postFile(post) },
  title: post.title,
  notes: [note("left-out", "it is in the trash of the export")],
});

const STORED_IMAGE = /^\/images\/([\da-f]{64})-(\d{1,5})\.webp$/;

/** An export as the source of an import into a site that has content: its posts get new ids. */
export const exportSource = (from: OctavoExport, checked: Checked): Source => ({
  kind: "octavo",
  name: siteOf(from, checked),
  site: "",
  images: new Map(),
  storedImage(src) {
    const [, id = "", width] = STORED_IMAGE.exec(src) ?? [];
    const image = checked.images.get(id);
    return image && image.files.length > 0 ? { id, width: Number(width) } : undefined;
  },
  async *read() {
    for await (const { post } of from.posts()) {
      if (post.deletedAt === null) yield { record: recordOf(post, checked) };
      else yield { leftOut: leftOut(post) };
    }
  },
});

/** What identifies the site of an export: its owner's account, or the account whose posts are exported. */
export const siteOf = ({ manifest }: OctavoExport, { accounts }: Checked): string =>
  manifest.author ?? accounts.find(({ role }) => role === "owner")?.id ?? "";
