import { imageIdOf, linesOf, parseLinks, writeLinks } from "./form-texts.ts";
import { VERIFICATION_NAMES } from "./site-limits.ts";
import type { SiteSettings } from "./site-settings.ts";

/** The values of the form of the site's settings. */
export type SiteFormValues = Record<string, string>;

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
    ...(logo !== undefined && { logo: logo.trim() ? { image: imageIdOf(logo) } : null }),
    ...(socialImage !== undefined && {
      socialImage: socialImage.trim() ? { image: imageIdOf(socialImage), alt: values.socialImageAlt ?? "" } : null,
    }),
    ...(navigation !== undefined && { navigation: parseLinks(navigation) }),
    ...(relMe !== undefined && { relMe: linesOf(relMe) }),
    ...(isWhole && { listCovers: values.listCovers === "true", verification: Object.fromEntries(codes) }),
  };
}
