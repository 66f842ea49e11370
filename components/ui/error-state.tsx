type Props = {
  title: string;
  /** The error message, without a full stop. */
  reason: string;
  isRetrying?: boolean;
  onRetry: () => void;
};

export function ErrorState({ title, reason, isRetrying = false, onRetry }: Props) {
  return (
    <div className="sheet list-state">
      <div className="sheet-text">
        <div role="alert">
          <p>{title}</p>
          <div>{`${reason}.`}</div>
        </div>
        {/* Not a Button, whose variants every list for readers would load. */}
        <button type="button" aria-disabled={isRetrying || undefined} onClick={onRetry} className="button button-quiet">
          Try again
        </button>
      </div>
    </div>
  );
}
