import { imageSrcset, usualImagePath } from "#lib/shared/image-paths";
import { isIcon, type Site } from "#lib/shared/site";

type Props = { className?: string; site: Pick<Site, "logo" | "title"> };

/** The owner's logo, which says the title where it is in its place; else a sheet folded three times, which is an octavo. */
export function Logo({ className, site: { logo, title } }: Props) {
  if (logo) {
    const { height, image, width } = logo;
    return (
      <img
        src={usualImagePath(image, width)}
        srcSet={imageSrcset(image, width)}
        sizes="12rem"
        alt={isIcon(logo) ? "" : title}
        {...{ width, height, className }}
      />
    );
  }
  return (
    <svg viewBox="0 0 24 28" className={className} aria-hidden="true" focusable="false">
      <path d="M12 20.5h11V27H12z" className="fill-accent" />
      <path d="M1 1h22v26H1zM1 14h22M12 14v13M12 20.5h11" className="fill-none stroke-current" strokeWidth="1.5" />
    </svg>
  );
}
