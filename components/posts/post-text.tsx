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
    const ended = new AbortController();
    void import("#lib/client/play-videos").then(({ playVideos }) => {
      if (text.current && !ended.signal.aborted) playVideos(text.current, ended);
    });
    return () => ended.abort();
  }, [html]);
  return <div ref={text} {...attributes} className="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}
