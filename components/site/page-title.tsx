import type { ReactNode } from "react";

type Props = {
  title: string;
  /** A line or two below it. */
  children?: ReactNode;
};

/** The heading of a page that is not a post. */
export function PageTitle({ title, children }: Props) {
  return (
    <div className="sheet">
      <div className="sheet-text page-title">
        <h1>{title}</h1>
        {children && <div>{children}</div>}
      </div>
    </div>
  );
}
