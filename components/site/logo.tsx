import type { Site } from "#lib/shared/site";
import { StaticHtml } from "./static-html.tsx";

/** A sheet folded three times, which is an octavo. */
const OCTAVO =
  '<svg viewBox="0 0 24 28" class="h-6 w-auto shrink-0 wide:h-7" aria-hidden="true" focusable="false"><path d="M12 20.5h11V27H12z" class="fill-accent"/><path d="M1 1h22v26H1zM1 14h22M12 14v13M12 20.5h11" class="fill-none stroke-current" stroke-width="1.5"/></svg>';

type Props = { site: Pick<Site, "logo" | "title"> };

/** The owner's logo, which says the title where it is in its place; else that of Octavo. */
export function Logo({ site: { logo, title } }: Props) {
  if (!logo) return <StaticHtml html={typeof window === "undefined" ? OCTAVO : ""} />;
  const { height, isIcon, src, width } = logo;
  return <img alt={isIcon ? "" : title} {...{ src, width, height }} className="h-7 w-auto object-contain" />;
}
