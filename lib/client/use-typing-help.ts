import { type RefObject, useEffect } from "react";

/** Helps with Markdown in a text field, once the code for that is loaded; without it, it is a plain one. */
export function useTypingHelp(field: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    let isClosed = false;
    let end: (() => void) | undefined;
    void import("./typing-help.ts").then(
      ({ addTypingHelp }) => {
        if (!isClosed && field.current) end = addTypingHelp(field.current);
      },
      () => {},
    );
    return () => {
      isClosed = true;
      end?.();
    };
  }, [field]);
}
