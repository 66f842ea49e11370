import type { ReactNode } from "react";

type Props = {
  title: string;
  /** What to do instead. */
  children?: ReactNode;
};

export function EmptyState({ title, children }: Props) {
  return (
    <div className="sheet border-t border-rule py-10">
      <div className="sheet-text space-y-3">
        <p className="font-serif text-lead">{title}</p>
        {children && <div className="text-ink-soft">{children}</div>}
      </div>
    </div>
  );
}
