import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Link } from "#components/ui/link";

export default function NotFoundPage() {
  return (
    <>
      <PageHead title="Not found" isPrivate />
      <PageTitle title="No such page">
        <p>It may have been taken down, or the address has a slip in it.</p>
        <p className="mt-6">
          <Link href="/blog" className="link">
            Look through the posts
          </Link>
        </p>
      </PageTitle>
    </>
  );
}
