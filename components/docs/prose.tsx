type Props = {
  /** Rendered from Markdown by the server, from texts of this repository. */
  html: string;
};

/** Text rendered from Markdown. */
export function Prose({ html }: Props) {
  return <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}
