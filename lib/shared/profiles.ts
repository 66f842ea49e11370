import { z } from "zod";
import { Name } from "./accounts.ts";
import { HTTP_URL_MAX, HttpUrl } from "./http-url.ts";
import { BIO_MAX, LINK_LABEL_MAX, PROFILE_LINKS_MAX } from "./profile-form.ts";
import { imageReference, line, markdown, shownImage } from "./text-schemas.ts";

const ProfileLink = z.strictObject(
  {
    label: line("Label", LINK_LABEL_MAX).default(""),
    url: HttpUrl("Each link", HTTP_URL_MAX).refine((url) => url !== "", "Each link must have a URL"),
  },
  "Each link must be an object with `url` and, if wanted, `label`",
);

/** What a user says about themselves. Fields of an account that everybody sees. */
export const profileFields = {
  name: Name,
  bio: markdown("Bio", BIO_MAX),
  image: imageReference("Image").nullable(),
  links: z
    .array(ProfileLink, "Links must be a list of links")
    .max(PROFILE_LINKS_MAX, `There may be at most ${PROFILE_LINKS_MAX} links`),
};

/** A profile in responses. */
export const shownProfile = {
  name: z.string(),
  slug: z.string().meta({
    description: "The author's page is `/authors/<slug>`. It stays when the name changes",
    example: "ada-byron",
  }),
  bio: z.string().meta({ description: "Markdown; may be empty" }),
  image: z.strictObject(shownImage).nullable(),
  links: z
    .array(z.strictObject({ label: z.string().meta({ description: "May be empty" }), url: z.url() }))
    .meta({ description: "Profiles elsewhere; the author's page has them as `rel=me`" }),
};
