import { type ComponentProps, type ReactNode, useEffect, useRef } from "react";

const LOOKS = { success: "border-accent", error: "border-danger text-danger" };

type NoticeProps = ComponentProps<"div"> & {
  kind: keyof typeof LOOKS;
  /** Whether it is announced when it appears; false inside a live region. */
  isAlert?: boolean;
};

/** The outcome of an action: text or paragraphs. */
export function Notice({ kind, isAlert = kind === "error", className = "", ...rest }: NoticeProps) {
  return (
    <div role={isAlert ? "alert" : undefined} {...rest} className={`border-l-2 pl-3 ${LOOKS[kind]} ${className}`} />
  );
}

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
