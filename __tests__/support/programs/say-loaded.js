// Loaded before a program: writes the name of every package to standard error when it is first loaded.
import { registerHooks } from "node:module";

const said = new Set();

registerHooks({
  load(url, context, nextLoad) {
    const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
    if (name && !said.has(name)) {
      said.add(name);
      process.stderr.write(`loaded ${name}\n`);
    }
    return nextLoad(url, context);
  },
});
