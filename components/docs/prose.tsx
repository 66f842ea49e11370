type Props = {
  /** Made from Markdown by the server, with raw HTML off. */
  html: string;
};

/** A text that the server has made from Markdown. */
export function Prose({ html }: Props) {
  return <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}
