import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Link } from "#components/ui/link";

/** For viewers who may read a post but not edit it. */
export function ForbiddenPage() {
  return (
    <>
      <PageHead title="Not yours to edit" isPrivate />
      <PageTitle title="Not yours to edit">
        Somebody else wrote this post.{" "}
        <Link href="/blog" className="link">
          Go back to the posts
        </Link>
      </PageTitle>
    </>
  );
}
