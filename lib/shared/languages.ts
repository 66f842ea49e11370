/** The longest language tag that is accepted. RFC 5646 (4.4.1) asks for room for 35 characters. */
export const LANGUAGE_MAX = 100;

/** Every language has a code of two or three letters; RFC 5646 reserves longer ones, so that `english` is well-formed. */
const HAS_CODE = /^[a-z]{2,3}(?:-|$)/i;

/** The canonical form of a BCP 47 language tag, such as `pt-BR` for `PT-br`; undefined for anything else. */
export function canonicalLanguage(tag: string): string | undefined {
  if (tag.length > LANGUAGE_MAX || !HAS_CODE.test(tag)) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** Suggested by forms: the languages with the most web pages. Any BCP 47 tag is accepted. */
export const COMMON_LANGUAGES = {
  ar: "العربية",
  bn: "বাংলা",
  cs: "Čeština",
  da: "Dansk",
  de: "Deutsch",
  el: "Ελληνικά",
  en: "English",
  es: "Español",
  fa: "فارسی",
  fi: "Suomi",
  fr: "Français",
  he: "עברית",
  hi: "हिन्दी",
  hu: "Magyar",
  id: "Bahasa Indonesia",
  it: "Italiano",
  ja: "日本語",
  ko: "한국어",
  nl: "Nederlands",
  no: "Norsk",
  pl: "Polski",
  pt: "Português",
  "pt-BR": "Português (Brasil)",
  ro: "Română",
  ru: "Русский",
  sv: "Svenska",
  th: "ไทย",
  tr: "Türkçe",
  uk: "Українська",
  ur: "اردو",
  vi: "Tiếng Việt",
  "zh-Hans": "简体中文",
  "zh-Hant": "繁體中文",
};
