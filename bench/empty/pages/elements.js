import Head from "next/head";
import { useRouter } from "next/router";
import { createElement, Fragment } from "react";
import { pages } from "../elements.js";

/** A page that renders elements from constants, and has its props from constants. */
export function getServerSideProps({ query }) {
  return { props: pages[query.page].props };
}

export default function Elements() {
  const { create, pages } = globalThis.bench;
  const { body, head } = pages[useRouter().query.page];
  return createElement(Fragment, null, createElement(Head, null, ...create(head)), ...create(body));
}
