import { formatDate } from "#lib/shared/dates";
import { useSite } from "./site-context.tsx";

type Props = {
  /** RFC 3339. */
  value: string;
};

/**
 * A date in the site's time zone and language, the same for every reader. A browser with other locale data than the
 * server's leaves the server's text as it is.
 */
export function DateText({ value }: Props) {
  const site = useSite();
  return (
    <time dateTime={value} {...site.text} suppressHydrationWarning className="whitespace-nowrap">
      {formatDate(value, site)}
    </time>
  );
}
