const format = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

type Props = {
  /** RFC 3339. */
  value: string;
};

/** A day, the same one for the server and for every reader. */
export function DateText({ value }: Props) {
  return (
    <time dateTime={value} className="whitespace-nowrap">
      {format.format(new Date(value))}
    </time>
  );
}
