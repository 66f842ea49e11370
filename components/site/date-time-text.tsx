import { formatDateTime } from "#lib/shared/date-times";
import { useSite } from "./site-context.tsx";

type Props = {
  /** RFC 3339. */
  value: string;
};

/** A date and time in the site's time zone and language, with the zone. See DateText. */
export function DateTimeText({ value }: Props) {
  const site = useSite();
  return (
    <time dateTime={value} {...site.text} suppressHydrationWarning className="tabular-nums">
      {formatDateTime(value, site)}
    </time>
  );
}
