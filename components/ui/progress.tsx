type Props = {
  /** What makes progress, for screen readers. */
  label: string;
  /** How much is done, of `max`; undefined while nothing is known. */
  value: number | undefined;
  max: number;
};

/** A bar that shows how much is done. */
export function Progress({ label, value, max }: Props) {
  return (
    <progress
      {...(value !== undefined && { value, max })}
      aria-label={label}
      className="block h-1.5 w-full appearance-none overflow-hidden rounded-sm bg-rule [&::-moz-progress-bar]:bg-accent indeterminate:[&::-moz-progress-bar]:bg-transparent [&::-webkit-progress-bar]:bg-rule [&::-webkit-progress-value]:bg-accent"
    />
  );
}
