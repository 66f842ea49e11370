import { Head, Html, Main, NextScript } from "next/document";
import { createElement } from "react";
import { create, pages } from "../elements.js";

/** Next's own document; for `elements.js` with the tags of its page. */
export default function Document({ __NEXT_DATA__ }) {
  const tags = create(pages[__NEXT_DATA__.query.page]?.document ?? []);
  const body = createElement("body", null, createElement(Main), createElement(NextScript));
  return createElement(Html, null, createElement(Head, null, ...tags), body);
}
