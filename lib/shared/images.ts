import { z } from "zod";
import { idParams, PageQuery } from "./params.ts";

const Path = z.string().meta({
  description: "A path on this site, for Markdown; the same URL never returns other bytes",
  example: "/images/…-960.webp",
});
const Pixels = z.int().min(1);

/** An uploaded image. Alternative text belongs to each use in a post. */
export const Image = z
  .strictObject({
    id: z.string().meta({ description: "The SHA-256 of the widest file, in hexadecimal digits" }),
    url: Path,
    width: Pixels.meta({ description: "In pixels, as the image is shown" }),
    height: Pixels,
    isAnimated: z.boolean(),
    variants: z
      .array(z.strictObject({ url: Path, width: Pixels }))
      .meta({ description: "All files of the image, the widest last" }),
    bytes: z.int().min(1).meta({ description: "Of all files together" }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Image" });
export type Image = z.infer<typeof Image>;

/** The most posts that are named as uses of an image, and of each image in a list. */
export const IMAGE_USES_MAX = 100;
export const IMAGE_LIST_USES_MAX = 5;

/** Where an image is used. */
export const ImageUses = z
  .strictObject({
    posts: z
      .array(
        z.strictObject({
          id: z.string(),
          title: z.string(),
          in: z
            .enum(["post", "trash", "revision"])
            .meta({ description: "The present text, a post in the trash, or only an older revision" }),
        }),
      )
      .meta({
        description: `Posts that the viewer may edit, the newest first: at most ${IMAGE_USES_MAX}, and ${IMAGE_LIST_USES_MAX} in a list`,
      }),
    morePosts: z.int().min(0).meta({ description: "How many more posts that the viewer may edit" }),
    autosaves: z.int().meta({ description: "How many autosaves of the viewer" }),
    pages: z.array(z.string()).meta({
      description: "Texts of the site: `about`, its page, and `settings`; and `profile`, the viewer's",
      example: ["about"],
    }),
    others: z.int().meta({ description: "How many posts, autosaves and profiles of other accounts" }),
  })
  .meta({ id: "ImageUses" });
export type ImageUses = z.infer<typeof ImageUses>;

/** An image in a list. */
export const ImageListItem = Image.extend({
  isUsed: z.boolean().meta({ description: "Whether any text uses it: post, revision, autosave, page or profile" }),
  uses: ImageUses,
}).meta({ id: "ImageListItem" });
export type ImageListItem = z.infer<typeof ImageListItem>;

export const ImageWithUses = Image.extend({ uses: ImageUses }).meta({ id: "ImageWithUses" });
export type ImageWithUses = z.infer<typeof ImageWithUses>;

export const ImageParams = idParams("image", "…");

/** The query of the list. */
export const ImagesQuery = PageQuery.extend({
  used: z
    .enum(["true", "false"], "used must be true or false")
    .optional()
    .meta({ description: "`true`: only images that a text uses; `false`: only those that none uses" }),
});
export type ImagesQuery = z.output<typeof ImagesQuery>;

/** The path parameter of a file of an image. */
export const ImageFileParams = z.strictObject({
  file: z.string().meta({ description: "`<id>-<width>.webp`", example: "…-960.webp" }),
});
