import { execFileSync } from "node:child_process";
import { copyFileSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** `npm run build:client [folder]`: the typed client as an npm package, in `dist/client` unless a folder is named. */
const out = path.resolve(process.argv[2] ?? "dist/client");
const { dependencies, license, version } = JSON.parse(readFileSync("package.json", "utf8")) as {
  dependencies: Record<string, string>;
  license: string;
  version: string;
};

const ENTRY = "./lib/client/index";
const MANIFEST = {
  name: "octavo-client",
  version,
  description: "A typed client for the REST API of Octavo.",
  license,
  type: "module",
  sideEffects: false,
  exports: { ".": { types: `${ENTRY}.d.ts`, default: `${ENTRY}.js` } },
  types: `${ENTRY}.d.ts`,
  files: ["lib"],
  dependencies: { zod: `^${dependencies.zod}` },
};

/** Imports of the package's own files, which tsc leaves unchanged: `#lib/shared/posts`, and `./posts.ts` in declarations. */
const OWN_IMPORT = /(from ")(?:#lib\/([^"]+)|(\.\/[^"]+)\.ts)(")/g;

/** Replaces such imports by relative ones of the compiled files. */
function resolveImports(file: string): void {
  const relative = (name: string) => {
    const to = path.posix.relative(path.dirname(file), `lib/${name}`);
    return to.startsWith(".") ? to : `./${to}`;
  };
  const whole = path.join(out, file);
  const code = readFileSync(whole, "utf8").replace(
    OWN_IMPORT,
    (_, before: string, own: string | undefined, near: string | undefined, after: string) =>
      `${before}${own === undefined ? near : relative(own)}.js${after}`,
  );
  writeFileSync(whole, code);
}

rmSync(out, { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.client.json", "--outDir", out], {
  stdio: "inherit",
});
for (const file of globSync("**/*.{js,ts}", { cwd: out })) resolveImports(file);
writeFileSync(path.join(out, "package.json"), `${JSON.stringify(MANIFEST, null, 2)}\n`);
copyFileSync("lib/client/README.md", path.join(out, "README.md"));
copyFileSync("LICENSE", path.join(out, "LICENSE"));
process.stdout.write(`${MANIFEST.name} ${version} is in ${path.relative(process.cwd(), out)}\n`);
