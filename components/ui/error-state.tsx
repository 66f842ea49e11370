import { Button } from "./button.tsx";

type Props = {
  title: string;
  /** The error message, without a full stop. */
  reason: string;
  isRetrying?: boolean;
  onRetry: () => void;
};

export function ErrorState({ title, reason, isRetrying = false, onRetry }: Props) {
  return (
    <div className="sheet border-t border-rule py-10">
      <div className="sheet-text space-y-5">
        <div role="alert" className="space-y-1">
          <p className="font-serif text-lead">{title}</p>
          <p className="text-ink-soft">{`${reason}.`}</p>
        </div>
        <Button variant="quiet" isBusy={isRetrying} onClick={onRetry}>
          Try again
        </Button>
      </div>
    </div>
  );
}
