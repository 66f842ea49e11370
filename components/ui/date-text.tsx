const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

type Props = {
  /** RFC 3339. */
  value: string;
};

/** A day in UTC. Not by Intl, whose words differ from one browser to the next: the server has written this already. */
export function DateText({ value }: Props) {
  const date = new Date(value);
  return (
    <time dateTime={value} className="whitespace-nowrap">
      {`${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`}
    </time>
  );
}
