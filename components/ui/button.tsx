import type { ComponentProps } from "react";

type Variant = "main" | "quiet" | "danger" | "text";

/** Styled in styles/controls.css, so that no page's code carries the classes. */
const variants: Record<Variant, string> = {
  main: "button button-main",
  quiet: "button button-quiet",
  /** Looks like a link; for repeated actions. */
  text: "link button-text",
  danger: "button button-danger",
};

/** The classes of a button, for links that look like one. */
export const buttonClass = (variant: Variant = "main") => variants[variant];

type Props = ComponentProps<"button"> & {
  variant?: Variant;
  /** A busy button keeps the focus and ignores clicks. */
  isBusy?: boolean;
};

export function Button({ variant = "main", isBusy = false, type = "button", onClick, className = "", ...rest }: Props) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      className={`${variants[variant]} ${className}`}
    />
  );
}
