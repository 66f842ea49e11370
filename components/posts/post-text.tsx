type Props = {
  /** Rendered from the post's Markdown by the server. */
  html: string;
};

/** The content of a post. */
export function PostText({ html }: Props) {
  return <div dir="auto" className="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}
