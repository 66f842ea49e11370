import { formatDate, formatDateTime } from "#lib/shared/dates";
import { siteTextAttributes } from "#lib/shared/text-attributes";
import { useSite } from "./site-context.tsx";

type Props = {
  /** RFC 3339. */
  value: string;
  /** Whether the time of day is shown, with the zone. */
  withTime?: boolean;
};

/**
 * A date in the site's time zone and language, the same for every reader. A browser with other locale data than the
 * server's leaves the server's text as it is.
 */
export function DateText({ value, withTime = false }: Props) {
  const site = useSite();
  return (
    <time
      dateTime={value}
      {...siteTextAttributes(site)}
      suppressHydrationWarning
      className={withTime ? "whitespace-nowrap tabular-nums" : "whitespace-nowrap"}
    >
      {withTime ? formatDateTime(value, site) : formatDate(value, site)}
    </time>
  );
}
