import type { ComponentProps } from "react";

type Props = Pick<ComponentProps<"div">, "lang" | "dir"> & {
  /** Rendered from the post's Markdown by the server. */
  html: string;
};

/** The content of a post. */
export function PostText({ html, ...attributes }: Props) {
  return <div {...attributes} className="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}
