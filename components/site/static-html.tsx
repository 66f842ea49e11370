type Props = {
  /** Empty in the browser: only the server calls what makes it. */
  html: string;
  className?: string;
};

/** HTML that only the server writes, and that scripts in public/ bring to life, so that no page loads code for it. */
export const StaticHtml = ({ html, className }: Props) => (
  <div className={className} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: html }} />
);
