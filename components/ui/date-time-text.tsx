import { useSyncExternalStore } from "react";

const subscribe = () => () => {};

/** In UTC, as a page is made; alike in every browser. */
const utcText = (value: string) => `${value.slice(0, 10)}, ${value.slice(11, 16)} UTC`;

const localText = (value: string) =>
  new Date(value).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** A moment in the time of whoever reads it. @param value RFC 3339, UTC */
export function DateTimeText({ value }: { value: string }) {
  const text = useSyncExternalStore(
    subscribe,
    () => localText(value),
    () => utcText(value),
  );
  return (
    <time dateTime={value} className="whitespace-nowrap tabular-nums">
      {text}
    </time>
  );
}
