import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A browser that can be started: its program and the variables it needs to find its libraries and fonts. */
export type Chromium = { executablePath: string; env: Record<string, string> };

const PACKAGE = "node_modules/@sparticuz/chromium";
const CACHE = path.resolve("node_modules/.cache/octavo");

/** Paths of Chromium on other systems. The package's is for Linux on x64 only. */
const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Has the package unpack its archives into `folder`. It unpacks the libraries only where it takes itself to be in a Lambda. */
function unpackInto(folder: string): void {
  const script = `import("@sparticuz/chromium").then(({ default: chromium }) => chromium.executablePath())`;
  execFileSync(process.execPath, ["--eval", script], {
    env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" },
  });
}

const fontsConf = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;

/** The Chromium of the npm package, unpacked once, with the libraries that a minimal Debian lacks. */
function packaged(): Chromium {
  const { version } = JSON.parse(readFileSync(`${PACKAGE}/package.json`, "utf8")) as { version: string };
  const folder = path.join(CACHE, `chromium-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true });
    const unpacking = mkdtempSync(path.join(CACHE, "unpacking-"));
    unpackInto(unpacking);
    writeFileSync(path.join(unpacking, "fonts.conf"), fontsConf(folder));
    try {
      renameSync(unpacking, folder);
    } catch (error) {
      // Another worker has unpacked it meanwhile.
      rmSync(unpacking, { recursive: true });
      if (!existsSync(folder)) throw error;
    }
  }
  const env = { LD_LIBRARY_PATH: `${folder}/al2023/lib`, FONTCONFIG_FILE: `${folder}/fonts.conf` };
  return { executablePath: `${folder}/chromium`, env };
}

/** The browser for the tests: CHROMIUM where it names one, the package's on Linux, an installed one elsewhere. */
export function findChromium(): Chromium {
  const named = process.env.CHROMIUM;
  if (named) return { executablePath: named, env: {} };
  if (process.platform === "linux" && process.arch === "x64") return packaged();
  const installed = INSTALLED.find(existsSync);
  if (!installed) throw new Error("No Chromium is installed here; name one in the variable CHROMIUM");
  return { executablePath: installed, env: {} };
}
