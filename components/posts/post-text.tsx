type Props = {
  /** Made from the post's Markdown by the server. */
  html: string;
};

/** The text of a post. */
export function PostText({ html }: Props) {
  return <div dir="auto" className="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}
