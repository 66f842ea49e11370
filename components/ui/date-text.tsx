const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

type Props = {
  /** RFC 3339. */
  value: string;
};

/** A date in UTC. Without Intl, whose output differs between browsers and would not match the server's HTML. */
export function DateText({ value }: Props) {
  const date = new Date(value);
  return (
    <time dateTime={value} className="whitespace-nowrap">
      {`${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`}
    </time>
  );
}
