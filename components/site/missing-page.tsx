import { Link } from "#components/ui/link";
import * as labels from "#lib/shared/labels/errors";
import { PageHead } from "./page-head.tsx";
import { PageTitle } from "./page-title.tsx";
import { SearchForm } from "./search-form.tsx";

type Props = {
  /** In the browser tab. */
  title: string;
  heading: string;
  /** The likely cause. */
  reason: string;
};

/** The page for a URL that does not exist, with a search and a link to the posts. */
export function MissingPage({ title, heading, reason }: Props) {
  return (
    <>
      <PageHead title={title} isPrivate />
      <PageTitle title={heading}>
        <p>{reason}</p>
      </PageTitle>
      <div className="sheet mt-8">
        <div className="sheet-text space-y-6">
          <SearchForm />
          <p>
            <Link href="/blog" className="link">
              {labels.lookThroughPosts}
            </Link>
          </p>
        </div>
      </div>
    </>
  );
}
