import { useEffect, useRef } from "react";

type Props = {
  /** Another object is another event, though the words may be the same. */
  said: { text: string } | undefined;
};

/** Says what has been done, and takes the focus: the button that did it may be gone. */
export function Notice({ said }: Props) {
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (said) line.current?.focus();
  }, [said]);
  return (
    <p ref={line} tabIndex={-1} role="status" className="text-ink-soft empty:hidden">
      {said?.text}
    </p>
  );
}
