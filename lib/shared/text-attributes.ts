import type { Direction } from "./direction.ts";
import { LABELS_LANGUAGE } from "./labels.ts";
import type { Site } from "./site.ts";

type Attributes = { lang?: string | undefined; dir?: Direction | "auto" | undefined };
type Languages = Pick<Site, "language">;

/** Whether the labels of pages are in the site's language, which `<html lang>` names. */
const areLabelsInSiteLanguage = ({ language }: Languages) => language.split("-")[0] === LABELS_LANGUAGE;

/** `lang` and `dir` of the frame around all texts, with its labels. */
export function frameAttributes(site: Languages): Attributes {
  return areLabelsInSiteLanguage(site) ? {} : { lang: LABELS_LANGUAGE, dir: "ltr" };
}

/** `lang` and `dir` of a text of a post within the frame, where they differ from the frame's. */
export function textAttributes(
  { language, direction }: { language: string | null; direction: Direction },
  site: Languages,
): Attributes {
  const lang = language ?? site.language;
  const { lang: frame = site.language } = frameAttributes(site);
  return { lang: lang === frame ? undefined : lang, dir: direction === "rtl" ? "rtl" : undefined };
}

/** `lang` and `dir` of a date or a short text in the site's language within the frame. */
export function siteTextAttributes(site: Languages): Attributes {
  return areLabelsInSiteLanguage(site) ? {} : { lang: site.language, dir: "auto" };
}
