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
      <div className="sheet-text space-y-4">
        <h1 className="font-serif text-title font-medium tracking-tight">{title}</h1>
        {children && <div className="font-serif text-lead text-ink-soft">{children}</div>}
      </div>
    </div>
  );
}
