import { Link } from "#components/ui/link";
import * as labels from "#lib/shared/labels/errors";
import { PageHead } from "./page-head.tsx";
import { PageTitle } from "./page-title.tsx";

type Props = {
  /** In the browser tab. */
  title: string;
  heading: string;
  /** The likely cause. */
  reason: string;
};

/** The page for a URL that does not exist, with a link to the posts. */
export function MissingPage({ title, heading, reason }: Props) {
  return (
    <>
      <PageHead title={title} isPrivate />
      <PageTitle title={heading}>
        <p>{reason}</p>
        <p className="mt-6">
          <Link href="/blog" className="link">
            {labels.lookThroughPosts}
          </Link>
        </p>
      </PageTitle>
    </>
  );
}
