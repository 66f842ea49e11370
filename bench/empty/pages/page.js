import { createElement } from "react";

/** A page of any length, made for each request: one text, which is in the HTML once and in the props once. */
export function getServerSideProps({ query }) {
  return { props: { text: "lorem ip".repeat(Number(query.length) / 16) } };
}

export default function Page({ text }) {
  return createElement("p", null, text);
}
