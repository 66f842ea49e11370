import type { ReactNode } from "react";

type Props = {
  summary: string;
  /** Whether it is open at first: the form was rejected without JavaScript. */
  isOpen: boolean;
  children: ReactNode;
};

/** A form that is rarely used, behind its summary. */
export function FoldedForm({ summary, isOpen, children }: Props) {
  return (
    <details open={isOpen} className="-my-2">
      <summary className="w-fit cursor-pointer py-2 font-medium">{summary}</summary>
      <div className="space-y-6 pt-4">{children}</div>
    </details>
  );
}
