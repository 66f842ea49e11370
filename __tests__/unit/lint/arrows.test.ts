import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { withFolder } from "#support/folder";
import { sample } from "#support/long";

const BIOME = path.resolve("node_modules/@biomejs/biome/bin/biome");

/** A temporary folder with our lint rules, for the file under test. */
const folder = withFolder();
beforeEach(() => copyFileSync("biome.json", folder.file("biome.json")));

/** The rules that `code` violates as the file `name`. */
function broken(name: string, code: string): string[] {
  const file = folder.file(name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, code);
  const options = ["lint", "--vcs-enabled=false", "--reporter=github", name];
  const { status, stdout } = spawnSync(process.execPath, [BIOME, ...options], { cwd: folder.path, encoding: "utf8" });
  const rules = stdout.match(/lint\/\w+\/\w+/g) ?? [];
  expect(status).toBe(rules.length > 0 ? 1 : 0);
  return rules;
}

const importing = (module: string) => `import { it } from "${module}";\n\nit();\n`;

const FORBIDDEN: [path: string, module: string][] = [
  ["lib/shared/posts.ts", "#lib/server/env"],
  ["lib/shared/posts.ts", "react"],
  ["lib/client/use-posts.ts", "../server/posts/queries.ts"],
  ["lib/client/use-posts.ts", "#components/ui/button"],
  ["components/posts/post-list.tsx", "#lib/server/env"],
  ["components/posts/post-list.tsx", "../../pages/index"],
  ["lib/server/posts/row.ts", "react"],
  ["lib/server/posts/row.ts", "../../client/api.ts"],
  ["pages/api/posts/index.ts", "#components/ui/button"],
  ["components/site/footer.tsx", "next/link"],
];
const MORE_FORBIDDEN: typeof FORBIDDEN = [
  ["lib/shared/posts.ts", "../server/env.ts"],
  ["lib/shared/posts.ts", "#lib/client/api"],
  ["lib/shared/posts.ts", "#components/ui/button"],
  ["lib/shared/posts.ts", "next/router"],
  ["lib/client/use-posts.ts", "#lib/server/posts/read"],
  ["lib/client/use-posts.ts", "../../pages/index"],
  ["components/posts/post-list.tsx", "../../lib/server/env"],
  ["lib/server/posts/row.ts", "react-dom/server"],
  ["lib/server/posts/row.ts", "#components/ui/button"],
  ["lib/server/posts/row.ts", "#lib/client/api"],
  ["lib/server/posts/row.ts", "../../../pages/index"],
  ["pages/api/posts/index.ts", "#lib/client/api"],
  ["pages/about.tsx", "next/link"],
];
test.each(sample(FORBIDDEN, MORE_FORBIDDEN))("%s importing %s — lint fails", (path, module) => {
  expect(broken(path, importing(module))).toContain("lint/style/noRestrictedImports");
});

test.each([
  ["lib/shared/posts.ts", "./problems.ts"],
  ["lib/shared/posts.ts", "zod"],
  ["lib/client/use-posts.ts", "#lib/shared/posts"],
  ["lib/client/use-posts.ts", "react"],
  ["components/posts/post-list.tsx", "#lib/client/use-post-list"],
  ["components/posts/post-list.tsx", "#components/ui/button"],
  ["lib/server/posts/row.ts", "#lib/shared/posts"],
  ["lib/server/db/migrations/001-posts.ts", "../engine.ts"],
  ["pages/api/posts/index.ts", "#lib/server/posts/read"],
  ["pages/blog/index.tsx", "#lib/server/posts/read"],
  ["pages/blog/index.tsx", "#components/posts/post-list"],
])("%s importing %s — lint passes", (path, module) => {
  expect(broken(path, importing(module))).toEqual([]);
});

test.each(["lib/server/log.ts", "lib/shared/posts.ts", "lib/client/api.ts", "pages/index.tsx", "server.ts"])(
  "process.env in %s — lint fails (only lib/server/env.ts may read it)",
  (path) => {
    const code = "export const home = process.env.HOME;\n";
    expect(broken(path, code)).toContain("lint/style/noProcessEnv");
    expect(broken("lib/server/env.ts", code)).toEqual([]);
  },
);

test.each(["components/posts/post-list.tsx", "pages/blog/index.tsx", "lib/client/api.ts"])(
  "fetch in %s — lint fails (only lib/client/request.ts may call it)",
  (path) => {
    const code = 'export const ask = () => fetch("/api/posts");\n';
    expect(broken(path, code)).toContain("lint/style/noRestrictedGlobals");
    expect(broken("lib/client/request.ts", code)).toEqual([]);
  },
);

test.each([
  ["by value", 'import { b } from "./b.ts";\n\nexport const a = () => b;\n'],
  ["by type", 'import type { b } from "./b.ts";\n\nexport type A = typeof b;\n'],
  ["by import()", 'export const a = () => import("./b.ts");\n'],
])("import cycle %s — lint fails", (_, code) => {
  expect(broken("lib/server/b.ts", 'import { a } from "./a.ts";\n\nexport const b = a;\n')).toEqual([]);
  expect(broken("lib/server/a.ts", code)).toContain("lint/suspicious/noImportCycles");
});
