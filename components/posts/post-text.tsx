import { type ComponentProps, useEffect, useRef } from "react";

type Props = Pick<ComponentProps<"div">, "lang" | "dir"> & {
  /** Rendered from the post's Markdown by the server. */
  html: string;
};

/** The content of a post. */
export function PostText({ html, ...attributes }: Props) {
  const text = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!html.includes(" data-player=")) return;
    import("#lib/client/play-videos").then(
      ({ playVideos }) => text.current && playVideos(text.current),
      // Where it cannot be loaded, such as after a new build, they stay links.
      () => {},
    );
  }, [html]);
  return <div ref={text} {...attributes} className="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}
