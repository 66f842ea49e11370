// Loaded by `npm start` before anything of ours: what Node has made of a module once, it finds again at the next start.
import module from "node:module";
import path from "node:path";

module.enableCompileCache(path.join(import.meta.dirname, "../.next/cache/node"));
