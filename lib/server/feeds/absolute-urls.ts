const TAG = /<[a-z][^>]*>/g;
const ADDRESS = /( (?:href|src)=")([^"]*)"/g;

/**
 * HTML of ours (every `<`, `>` and `"` that is no markup is escaped) with whole addresses: where it is read, a path or
 * a `#note` would lead nowhere.
 * @param base the address of the page that the HTML is from
 */
export function withAbsoluteUrls(html: string, base: string): string {
  const whole = (address: string) => (URL.canParse(address, base) ? new URL(address, base).href : address);
  return html.replace(TAG, (tag) =>
    tag.replace(ADDRESS, (_, name: string, address: string) => `${name}${whole(address)}"`),
  );
}
