import { Link } from "#components/ui/link";
import { PageHead } from "./page-head.tsx";
import { PageTitle } from "./page-title.tsx";

type Props = {
  /** In the browser's tab, and on the page. */
  title: string;
  heading: string;
  /** What may have led here. */
  reason: string;
};

/** What stands at an address where there is no page, with a way on. */
export function MissingPage({ title, heading, reason }: Props) {
  return (
    <>
      <PageHead title={title} isPrivate />
      <PageTitle title={heading}>
        <p>{reason}</p>
        <p className="mt-6">
          <Link href="/blog" className="link">
            Look through the posts
          </Link>
        </p>
      </PageTitle>
    </>
  );
}
