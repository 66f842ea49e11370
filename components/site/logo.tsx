type Props = { className?: string };

/** A sheet folded three times, which is an octavo. */
export function Logo({ className }: Props) {
  return (
    <svg viewBox="0 0 24 28" className={className} aria-hidden="true" focusable="false">
      <path d="M12 20.5h11V27H12z" className="fill-accent" />
      <path d="M1 1h22v26H1zM1 14h22M12 14v13M12 20.5h11" className="fill-none stroke-current" strokeWidth="1.5" />
    </svg>
  );
}
