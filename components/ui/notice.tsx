import type { ComponentProps } from "react";

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
