import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";

export default function FaultPage() {
  return (
    <>
      <PageHead title="A fault of ours" isPrivate />
      <PageTitle title="A fault of ours">
        <p>Something broke while this page was made. Nothing that was stored is lost.</p>
        <p className="mt-6 flex flex-wrap gap-x-6">
          {/* biome-ignore lint/a11y/useValidAnchor: an empty address is this very page, asked for again without any script */}
          <a href="" className="link">
            Try again
          </a>
          <a href="/" className="link">
            Go to the first page
          </a>
        </p>
      </PageTitle>
    </>
  );
}
