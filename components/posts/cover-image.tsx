import { imageSrcset } from "#lib/shared/image-paths";
import type { Post } from "#lib/shared/posts";

type Props = { cover: NonNullable<Post["cover"]> };

/** The cover of a post, loaded before everything else that can be seen. */
export function CoverImage({ cover: { alt, height, image, url, width } }: Props) {
  return (
    <img
      src={url}
      srcSet={imageSrcset(image, width)}
      sizes="(min-width: 52rem) 38rem, 100vw"
      width={width}
      height={height}
      alt={alt}
      fetchPriority="high"
      decoding="async"
      className="sheet-text mt-3 h-auto max-w-full"
    />
  );
}
