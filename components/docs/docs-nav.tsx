import { Link } from "#components/ui/link";
import { DOCS_PAGES } from "#lib/shared/docs";

type Props = {
  /** The path of the current page. */
  current: string;
};

/** Navigation of the docs: in the margin, or above the text on a phone. */
export function DocsNav({ current }: Props) {
  return (
    <nav aria-label="Docs" className="mb-8 text-note wide:sticky wide:top-8 wide:mb-0 wide:self-start wide:pt-4">
      <ul className="flex flex-wrap gap-x-4 wide:flex-col">
        {DOCS_PAGES.map(({ name, href }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={href === current ? "page" : undefined}
              className="inline-block border-b-2 choice py-1 text-ink-soft hover:text-ink wide:-ms-3.5 wide:border-b-0 wide:border-s-2 wide:ps-3"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
