import { NextScript } from "next/document";
import { escapeInScript } from "#lib/shared/json-ld";
import { SERIALIZED } from "#lib/shared/serialized-props";

type Data = NextScript["context"]["__NEXT_DATA__"];

/** How the data begins: the page's props follow. */
const BEGINNING = '{"props":{"pageProps":';

/** The data as JSON. The page's props, most of it, are serialized once for it and the ETag. */
function serialize(data: Data): string {
  const props = data.props.pageProps?.[SERIALIZED];
  const rest = props && JSON.stringify({ ...data, props: { ...data.props, pageProps: 0 } });
  return rest?.startsWith(`${BEGINNING}0`)
    ? BEGINNING + props + rest.slice(BEGINNING.length + 1)
    : JSON.stringify(data);
}

/** The data that a page is hydrated with. Next's own serializes all of it again, and measures its length. */
export class DocumentData extends NextScript {
  override render() {
    const { __NEXT_DATA__, isDevelopment } = this.context;
    if (isDevelopment) return super.render();
    const html = { __html: escapeInScript(serialize(__NEXT_DATA__)) };
    return <script id="__NEXT_DATA__" type="application/json" dangerouslySetInnerHTML={html} />;
  }
}
