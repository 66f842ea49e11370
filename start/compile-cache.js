// Loaded first by `npm start` (--import): Node caches compiled modules for the next start.
import module from "node:module";
import path from "node:path";

module.enableCompileCache(path.join(import.meta.dirname, "../.next/cache/node"));
