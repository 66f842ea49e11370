import { type SiteSettings, VERIFICATION_NAMES } from "./site-settings.ts";

/** The values of the form of the site's settings. */
export type SiteFormValues = Record<string, string>;

/** Lists are texts of one item a line, which a form without JavaScript can reorder too. */
const lines = (text = "") => text.split("\n").flatMap((line) => line.trim() || []);

const imageId = (typed: string) => /[\da-f]{64}/.exec(typed)?.[0] ?? typed;

/** Links as text: on each line a label, a bar, and a URL. */
export const writeLinks = (links: { label: string; url: string }[]) =>
  links.map(({ label, url }) => `${label} | ${url}`).join("\n");

/** The inverse of `writeLinks`; a line without a bar has no URL. */
export function parseLinks(text: string): { label: string; url: string }[] {
  return lines(text).map((line) => {
    const at = line.lastIndexOf("|");
    return at < 0
      ? { label: line.trim(), url: "" }
      : { label: line.slice(0, at).trim(), url: line.slice(at + 1).trim() };
  });
}

/** The settings as values of the form. */
export function toSiteForm(settings: SiteSettings): SiteFormValues {
  const { accent, listCovers, logo, navigation, relMe, socialImage, verification } = settings;
  const { title, tagline, introduction, language, timeZone, footer, version } = settings;
  return {
    ...{ title, tagline, introduction, language, timeZone, footer, version },
    accent: accent ?? "",
    listCovers: String(listCovers),
    logo: logo?.url ?? "",
    socialImage: socialImage?.url ?? "",
    socialImageAlt: socialImage?.alt ?? "",
    navigation: writeLinks(navigation),
    relMe: relMe.join("\n"),
    ...Object.fromEntries(VERIFICATION_NAMES.map((name) => [`verification.${name}`, verification[name] ?? ""])),
  };
}

/** The values of the form as a body of PATCH, not validated yet. Fields that were not sent are left out. */
export function parseSiteForm(values: SiteFormValues): Record<string, unknown> {
  const { accent, introduction, footer, language, logo, navigation, relMe, socialImage, tagline, timeZone, title } =
    values;
  // A checkbox that is not checked sends nothing.
  const isWhole = navigation !== undefined;
  const codes = VERIFICATION_NAMES.flatMap((name) => {
    const code = values[`verification.${name}`]?.trim();
    return code ? [[name, code]] : [];
  });
  return {
    ...{ title, tagline, introduction, language, timeZone, footer },
    ...(accent !== undefined && { accent: accent.trim() || null }),
    ...(logo !== undefined && { logo: logo.trim() ? { image: imageId(logo) } : null }),
    ...(socialImage !== undefined && {
      socialImage: socialImage.trim() ? { image: imageId(socialImage), alt: values.socialImageAlt ?? "" } : null,
    }),
    ...(navigation !== undefined && { navigation: parseLinks(navigation) }),
    ...(relMe !== undefined && { relMe: lines(relMe) }),
    ...(isWhole && { listCovers: values.listCovers === "true", verification: Object.fromEntries(codes) }),
  };
}

/** The errors of a field of the form, with those of its parts: `navigation.1.url` says which line. */
export function siteFormError(fields: Record<string, string[]>, name: string): string | undefined {
  const messages = Object.entries(fields).flatMap(([path, [message = ""]]) => {
    if (path === name) return [message];
    const [, index, part] = path.startsWith(`${name}.`) ? (/\.(\d+)(\..*)?$/.exec(path) ?? []) : [];
    if (index !== undefined) return [`Line ${Number(index) + 1}: ${message}`];
    return path.startsWith(`${name}.`) && part === undefined ? [message] : [];
  });
  return messages.length > 0 ? messages.join(". ") : undefined;
}
