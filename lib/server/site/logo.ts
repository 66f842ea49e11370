import { imagePath, imageWidths } from "#lib/shared/image-paths";
import type { Site } from "#lib/shared/site";
import type { SiteSettings } from "#lib/shared/site-settings";

type Logo = NonNullable<SiteSettings["logo"]>;

/** How much longer than the other the longer side of an icon may be. */
const ICON_RATIO = 1.25;

/** Whether a logo is about as wide as high, and so can be the icon of the site. */
export const isIcon = ({ height, width }: Logo) => Math.max(width, height) <= ICON_RATIO * Math.min(width, height);

/** A logo as pages show it: its smallest file is wider than any page shows it. */
export function toSiteLogo(logo: Logo): NonNullable<Site["logo"]> {
  const { height, image, width } = logo;
  const [smallest = width] = imageWidths(width);
  return { src: imagePath(image, smallest), width, height, isIcon: isIcon(logo) };
}

/** A logo as icons of a web app manifest, in all its sizes. */
export const manifestIcons = ({ height, image, width }: Logo) =>
  imageWidths(width).map((one) => ({
    src: imagePath(image, one),
    sizes: `${one}x${Math.max(1, Math.round((one * height) / width))}`,
    type: "image/webp",
  }));
