import { imageIdOf, parseLinks, writeLinks } from "./form-texts.ts";

// Without zod, which the page would load.

/** The longest bio and label of a link, in characters, and the most links of a profile. */
export const BIO_MAX = 1_000;
export const LINK_LABEL_MAX = 40;
export const PROFILE_LINKS_MAX = 8;

/** The values of the form of a profile. */
export type ProfileFormValues = Record<string, string>;

type Profile = { name: string; bio: string; image: { url: string } | null; links: { label: string; url: string }[] };

/** A profile as values of the form. Each link is a line, with its label or without. */
export const toProfileForm = ({ bio, image, links, name }: Profile) => ({
  name,
  bio,
  image: image?.url ?? "",
  // A bar ends the label.
  links: links
    .map(({ label, url }) => ({ label, url: url.replaceAll("|", "%7C") }))
    .map((link) => (link.label ? writeLinks([link]) : link.url))
    .join("\n"),
});

/** The values of the form as a body of PATCH, not validated yet. Fields that were not sent are left out. */
export function parseProfileForm({ bio, image, links, name }: ProfileFormValues): Record<string, unknown> {
  const lines = links === undefined ? undefined : parseLinks(links);
  return {
    ...{ name, bio },
    ...(image !== undefined && { image: image.trim() ? { image: imageIdOf(image) } : null }),
    ...(lines && { links: lines.map(({ label, url }) => (url ? { label, url } : { label: "", url: label })) }),
  };
}
