import { type ReactNode, useEffect, useRef } from "react";

/** A new object is a new event, even if the text is the same. */
export type Status = { text: ReactNode };

type StatusLineProps = { status: Status | undefined; className?: string };

/** Announces the outcome of an action and takes the focus, because the button that was pressed may be gone. */
export function StatusLine({ status, className = "text-ink-soft empty:hidden" }: StatusLineProps) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (status) line.current?.focus();
  }, [status]);
  return (
    <div ref={line} tabIndex={-1} role="status" className={className}>
      {status?.text}
    </div>
  );
}
