// Pages of Octavo as constants: see bench/element-tree.ts.
import { readFileSync } from "node:fs";
import { createElement } from "react";

/** Creates the elements of a list of trees, new ones in each call. */
export const create = (trees) =>
  trees.map((tree) =>
    typeof tree === "string" ? tree : createElement(tree.name, tree.props, ...create(tree.children)),
  );

export const pages = JSON.parse(process.env.ELEMENTS_FILE ? readFileSync(process.env.ELEMENTS_FILE, "utf8") : "{}");

// For the page, which the browser's build has without this module.
globalThis.bench = { create, pages };
