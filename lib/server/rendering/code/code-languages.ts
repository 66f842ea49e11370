/** Languages that code is highlighted in: the modules of highlight.js, with the other names that fences use. */
const NAMES: Record<string, string> = {
  ...{ bash: "sh zsh", c: "h", clojure: "clj edn", cmake: "", cpp: "cc c++ h++ hpp hh hxx cxx", crystal: "cr" },
  ...{
    csharp: "cs c# dotnet",
    css: "",
    dart: "",
    diff: "patch",
    dockerfile: "docker containerfile",
    dos: "bat batch cmd",
  },
  ...{ elixir: "ex exs", elm: "", erlang: "erl", fortran: "f90 f95", fsharp: "fs f#", go: "golang", graphql: "gql" },
  ...{ groovy: "gradle jenkinsfile", handlebars: "hbs", haskell: "hs", http: "https", ini: "toml", java: "jsp" },
  ...{ javascript: "js jsx mjs cjs node", json: "jsonc json5 ndjson", julia: "jl", kotlin: "kt kts ktm ktx" },
  ...{ latex: "tex", less: "", lisp: "elisp emacs-lisp common-lisp", lua: "luau", makefile: "mk mak make" },
  ...{ markdown: "md mdx mkdown mkd", matlab: "", nginx: "nginxconf", nim: "", nix: "nixos", ocaml: "ml" },
  ...{ objectivec: "mm objc obj-c obj-c++ objective-c objective-c++", perl: "pl pm", php: "", "php-template": "" },
  ...{
    powershell: "pwsh ps ps1",
    prolog: "",
    properties: "dotenv env",
    protobuf: "proto",
    python: "py gyp ipython py3",
  },
  ...{
    "python-repl": "pycon",
    r: "",
    ruby: "rb gemspec podspec thor irb",
    rust: "rs",
    scala: "",
    scheme: "scm racket",
  },
  ...{
    scss: "sass",
    shell: "shellsession shell-session",
    sql: "mysql sqlite pgsql postgres postgresql",
    stylus: "styl",
  },
  ...{ swift: "", tcl: "tk", twig: "jinja jinja2", typescript: "ts tsx mts cts", vbnet: "vb", verilog: "v sv svh" },
  ...{ vhdl: "", vim: "viml vimscript", wasm: "wat", x86asm: "asm nasm" },
  ...{ xml: "html xhtml rss atom xjb xsd xsl plist wsf svg vue svelte astro", yaml: "yml" },
};

/** Languages that others contain. */
const CONTAINED: Record<string, string[]> = {
  dart: ["markdown"],
  dockerfile: ["bash"],
  handlebars: ["xml"],
  javascript: ["xml", "css", "graphql"],
  markdown: ["xml"],
  nix: ["markdown"],
  "php-template": ["xml", "php"],
  "python-repl": ["python"],
  shell: ["bash"],
  twig: ["xml"],
  typescript: ["xml", "css", "graphql"],
  xml: ["css", "javascript"],
  yaml: ["ruby"],
};

const languages = new Map(
  Object.entries(NAMES).flatMap(([language, others]) =>
    [language, ...others.split(" ")].filter(Boolean).map((name) => [name, language] as const),
  ),
);
for (const name of ["hcl", "tf", "tfvars", "terraform", "opentofu"]) languages.set(name, "hcl");

/** All languages; `hcl` is defined in hcl.ts. */
export const LANGUAGES: string[] = [...new Set(languages.values())];

/** The language that a fence calls `name`; undefined if it is not highlighted. */
export const languageNamed = (name: string): string | undefined => languages.get(name.toLowerCase());

export const containedIn = (language: string): string[] => CONTAINED[language] ?? [];
