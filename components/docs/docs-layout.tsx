import type { ReactNode } from "react";
import { PageHead } from "#components/site/page-head";
import { Link } from "#components/ui/link";
import { DOCS_PAGES } from "#lib/shared/docs";
import { DocsNav } from "./docs-nav.tsx";

type Props = {
  title: string;
  description: string;
  /** The path of the page. */
  href: string;
  /** A line or two below the title. */
  lead?: ReactNode;
  children: ReactNode;
};

/** The layout of the pages under /docs. */
export function DocsLayout({ title, description, href, lead, children }: Props) {
  const next = DOCS_PAGES[DOCS_PAGES.findIndex((page) => page.href === href) + 1];
  return (
    <div className="sheet">
      <PageHead title={title} description={description} />
      <DocsNav current={href} />
      <div>
        <h1 className="font-serif text-title font-medium tracking-tight">{title}</h1>
        {lead && <div className="mt-4 font-serif text-lead text-ink-soft">{lead}</div>}
        <div className="mt-8">{children}</div>
        {next && (
          <p className="mt-14 border-t border-rule pt-6 text-ink-soft">
            Next:{" "}
            <Link href={next.href} className="link">
              {next.name}
            </Link>
          </p>
        )}
      </div>
    </div>
  );
}
