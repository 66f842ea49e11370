import type { ReactNode } from "react";

type Props = {
  title: string;
  /** What to do instead. */
  children?: ReactNode;
};

export function EmptyState({ title, children }: Props) {
  return (
    <div className="sheet list-state">
      <div className="sheet-text">
        <p>{title}</p>
        {children && <div>{children}</div>}
      </div>
    </div>
  );
}
