/** The pages of the guide in reading order: docs/guide/<file>.md is shown at /docs/<slug>. */
export const GUIDE = [
  { slug: "", file: "start", name: "Start" },
  { slug: "writing", file: "writing", name: "Write" },
  { slug: "http", file: "http", name: "Use the API" },
  { slug: "client", file: "client", name: "Typed client" },
  { slug: "testing", file: "testing", name: "Test a handler" },
  { slug: "running", file: "running", name: "Run it" },
  { slug: "import", file: "import", name: "Move here" },
  { slug: "import/wordpress", file: "import-wordpress", name: "From WordPress" },
  { slug: "import/ghost", file: "import-ghost", name: "From Ghost" },
  { slug: "import/markdown", file: "import-markdown", name: "From Markdown" },
  { slug: "import/octavo", file: "import-octavo", name: "From Octavo" },
  { slug: "export", file: "export", name: "Leave Octavo" },
] as const;

export const guidePath = (slug: string) => (slug === "" ? "/docs" : `/docs/${slug}`);

/** Every page under /docs. */
export const DOCS_PAGES: readonly { name: string; href: string }[] = [
  ...GUIDE.map(({ slug, name }) => ({ name, href: guidePath(slug) })),
  { name: "API reference", href: "/docs/api" },
  { name: "Errors", href: "/docs/errors" },
];

/** A rendered page of the guide. */
export type GuidePage = { title: string; description: string; html: string };
