import type { ComponentProps } from "react";

type Variant = "main" | "quiet" | "danger" | "text";

const shape = "inline-flex min-h-11 cursor-pointer items-center justify-center rounded-sm px-5 font-medium";
const variants: Record<Variant, string> = {
  main: `${shape} bg-accent text-on-accent not-aria-disabled:hover:bg-ink not-aria-disabled:hover:text-paper`,
  quiet: `${shape} border border-edge text-ink hover:border-ink hover:bg-wash`,
  /** Looks like a link; for repeated actions. */
  text: "link inline-flex min-h-11 cursor-pointer items-center",
  danger: `${shape} bg-danger text-on-danger not-aria-disabled:hover:bg-ink not-aria-disabled:hover:text-paper`,
};

/** The classes of a button, for links that look like one. */
export const buttonClass = (variant: Variant = "main") => variants[variant];

type Props = ComponentProps<"button"> & {
  variant?: Variant;
  /** A busy button keeps the focus and ignores clicks. */
  isBusy?: boolean;
};

export function Button({ variant, isBusy = false, type = "button", onClick, className = "", ...rest }: Props) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      className={`${buttonClass(variant)} aria-disabled:cursor-progress aria-disabled:opacity-60 ${className}`}
    />
  );
}
