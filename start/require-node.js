// Plain JavaScript that any Node can parse: reports in one line why Octavo cannot run here, instead of failing on the first
// TypeScript file or native module. Loaded before everything else (--import), and by the configuration files.
import { createRequire } from "node:module";

const { resolve } = createRequire(import.meta.url);
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

/** @param {string} name a file of a package */
function isInstalled(name) {
  try {
    resolve(name);
    return true;
  } catch {
    return false;
  }
}

function remedy() {
  if (!isInstalled("next/package.json")) return "run `npm install`, which brings one along";
  if (isInstalled("node/package.json")) return "start Octavo by npm or npx, which use the one in node_modules";
  return "install one, or run `npm ci` without `--omit=dev`, which brings one along";
}

/** @param {string} line */
function refuse(line) {
  console.error(line);
  process.exit(1);
}

if (major < 22 || (major === 22 && minor < 18) || (major === 23 && minor < 6)) {
  refuse(`Octavo needs Node.js 22.18, 23.6 or later (this is ${process.versions.node}): ${remedy()}.`);
}
if (!isInstalled("next/package.json"))
  refuse("Octavo cannot start: its packages are not installed; run `npm install`.");
