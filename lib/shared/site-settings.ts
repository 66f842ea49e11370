import { z } from "zod";
import { HTTP_URL_MAX, HttpUrl, quoted } from "./http-url.ts";
import { canonicalLanguage, LANGUAGE_MAX } from "./languages.ts";
import { TargetUrl } from "./redirects.ts";
import {
  NAVIGATION_MAX,
  REL_ME_MAX,
  SITE_TEXT_MAX,
  VERIFICATION_NAMES,
  VERIFICATIONS,
  type VerificationName,
} from "./site-limits.ts";
import { imageId, imageReference, line, markdown, readOnlyOfImage, requiredLine, shownImage } from "./text-schemas.ts";
import { isTimeZone } from "./time-zone.ts";

/** The title of the 412 problem when the settings were saved by another page. */
export const SITE_CHANGED = "The settings were saved by somebody else meanwhile: look at them, then save again";

const Language = z
  .string("Language must be text")
  .overwrite((tag) => tag.trim())
  .refine((tag) => canonicalLanguage(tag) !== undefined, {
    error: ({ input }) => `Language must be a language tag (BCP 47) such as en, pt-BR or fa, but is ${quoted(input)}`,
    abort: true,
  })
  .overwrite((tag) => canonicalLanguage(tag) ?? tag);

const TimeZone = z
  .string("Time zone must be text")
  .overwrite((zone) => zone.trim())
  .refine(isTimeZone, {
    error: ({ input }) => `Time zone must be an IANA time zone such as Europe/Paris, but is ${quoted(input)}`,
  });

const Accent = z
  .string("Accent must be a colour")
  .overwrite((colour) => colour.trim().toLowerCase())
  .refine((colour) => /^#[\da-f]{6}$/.test(colour), {
    error: ({ input }) => `Accent must be # and six hexadecimal digits, as #a1421d, but is ${quoted(input)}`,
  });

const Logo = imageReference("Logo");
const SocialImage = z
  .strictObject(
    { image: imageId("Social image"), alt: line("Alternative text", 500).default(""), ...readOnlyOfImage },
    "Social image must be an object with `image` and `alt`, or null",
  )
  .transform(({ alt, image }) => ({ image, alt }));

const NavigationLink = z.strictObject(
  { label: requiredLine("Label", SITE_TEXT_MAX.label), url: TargetUrl },
  "Each link must be an object with `label` and `url`",
);
const Navigation = z
  .array(NavigationLink, "Navigation must be a list of links")
  .max(NAVIGATION_MAX, `Navigation must have at most ${NAVIGATION_MAX} links`);

const RelMe = z
  .array(
    HttpUrl("Each profile", HTTP_URL_MAX).refine((url) => url !== "", "Each profile must be a URL"),
    "Profiles must be a list of URLs",
  )
  .max(REL_ME_MAX, `There may be at most ${REL_ME_MAX} profiles`)
  .overwrite((urls) => [...new Set(urls)]);

/** Codes, tokens and handles; nothing that could leave an attribute. */
const VERIFICATION = /^[\w@.:/=+-]+$/;
const verification = (label: string) =>
  line(`The code for ${label}`, SITE_TEXT_MAX.verification).refine((code) => code === "" || VERIFICATION.test(code), {
    error: ({ input }) =>
      `The code for ${label} may have letters, digits and @ . : / = + _ - only, but is ${quoted(input)}`,
  });
const Verification = z
  .strictObject(
    Object.fromEntries(
      VERIFICATION_NAMES.map((name) => [name, verification(VERIFICATIONS[name]).optional()]),
    ) as Record<VerificationName, z.ZodOptional<ReturnType<typeof verification>>>,
    {
      error: ({ code }) =>
        code === "unrecognized_keys"
          ? undefined
          : "Verification must be an object of codes by the name of their meta element",
    },
  )
  .transform((codes) => Object.fromEntries(Object.entries(codes).filter(([, code]) => code)) as VerificationCodes);
export type VerificationCodes = Partial<Record<VerificationName, string>>;

/** The settings as they are stored: those that the owner has changed. */
const fields = {
  title: requiredLine("Title", SITE_TEXT_MAX.title),
  tagline: line("Tagline", SITE_TEXT_MAX.tagline),
  introduction: markdown("Introduction", SITE_TEXT_MAX.introduction),
  language: Language,
  timeZone: TimeZone,
  accent: Accent,
  listCovers: z.boolean("Covers in lists must be true or false"),
  logo: Logo,
  socialImage: SocialImage,
  navigation: Navigation,
  footer: markdown("Footer", SITE_TEXT_MAX.footer),
  relMe: RelMe,
  verification: Verification,
};

export type SiteSettingName = keyof typeof fields;
export const SITE_SETTING_NAMES = Object.keys(fields) as SiteSettingName[];

/** The body of PATCH; null resets a setting. The response of GET is accepted too. */
export const SitePatch = z.strictObject({
  title: fields.title
    .nullish()
    .meta({ description: "One line, on every page, in feeds and in emails", example: "Field notes" }),
  tagline: fields.tagline.nullish().meta({ description: "One line below the title of the home page" }),
  introduction: fields.introduction.nullish().meta({ description: "Markdown, on the home page" }),
  language: fields.language.nullish().meta({
    description: "Of the posts, unless they have their own (BCP 47)",
    example: "pt-BR",
    maxLength: LANGUAGE_MAX,
  }),
  timeZone: fields.timeZone
    .nullish()
    .meta({ description: "In which dates are shown and entered (IANA)", example: "Europe/Paris" }),
  accent: fields.accent.nullish().meta({
    description: "The colour of links and buttons; shown lighter or darker where it would be hard to read",
    example: "#a1421d",
  }),
  listCovers: fields.listCovers.nullish().meta({ description: "Whether lists of posts show their covers" }),
  logo: fields.logo.nullish().meta({ description: "An uploaded image, before the title on every page" }),
  socialImage: fields.socialImage
    .nullish()
    .meta({ description: "An uploaded image, for link previews of pages without their own" }),
  navigation: fields.navigation.nullish().meta({ description: "The links on top of every page, in this order" }),
  footer: fields.footer.nullish().meta({ description: "Markdown, at the end of every page" }),
  relMe: fields.relMe.nullish().meta({ description: "URLs of the owner's profiles elsewhere, as `rel=me`" }),
  verification: fields.verification
    .nullish()
    .meta({ description: "The contents of meta elements by which other services verify the site, by their names" }),
  fixed: z.unknown().optional(),
  version: z.unknown().optional(),
  updatedAt: z.unknown().optional(),
});
export type SitePatch = z.output<typeof SitePatch>;
export type SitePatchInput = z.input<typeof SitePatch>;

/** All settings, in responses. */
export const SiteSettings = z
  .strictObject({
    title: z.string(),
    tagline: z.string(),
    introduction: z.string().meta({ description: "Markdown" }),
    language: z.string().meta({ description: "BCP 47" }),
    timeZone: z.string().meta({ description: "IANA" }),
    accent: z.string().nullable().meta({ description: "null for the colour that Octavo comes with" }),
    listCovers: z.boolean(),
    logo: z.strictObject(shownImage).nullable(),
    socialImage: z.strictObject({ ...shownImage, alt: z.string() }).nullable(),
    navigation: z.array(z.strictObject({ label: z.string(), url: z.string() })),
    footer: z.string().meta({ description: "Markdown" }),
    relMe: z.array(z.string()),
    verification: z.partialRecord(z.enum(VERIFICATION_NAMES), z.string()),
    fixed: z
      .array(z.enum(SITE_SETTING_NAMES))
      .meta({ description: "Settings that the server's environment fixes; they cannot be changed here" }),
    version: z.string().meta({ description: 'Changes with each save; the ETag is `"site-<version>"`' }),
    updatedAt: z.iso.datetime().nullable().meta({ description: "When they were last saved, UTC; null if never" }),
  })
  .meta({ id: "SiteSettings" });
export type SiteSettings = z.infer<typeof SiteSettings>;
export type NavigationLink = SiteSettings["navigation"][number];

/** The path parameter of the style sheet of an accent colour. */
export const AccentParams = z.strictObject({
  name: z.string().meta({ description: "The colour, then the hash of the style sheet", example: "a1421d-…" }),
});
