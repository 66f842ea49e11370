import { useSyncExternalStore } from "react";

const subscribe = () => () => {};

/** UTC, as the server renders it. */
const utcText = (value: string) => `${value.slice(0, 10)}, ${value.slice(11, 16)} UTC`;

const localText = (value: string) =>
  new Date(value).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** A time in the local time zone; in UTC before hydration. @param value RFC 3339, UTC */
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
