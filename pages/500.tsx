import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Button } from "#components/ui/button";

type Props = {
  heading?: string;
  /** The likely cause. */
  reason?: string;
};

export default function ServerErrorPage({
  heading = "Something went wrong",
  reason = "This page could not be rendered.",
}: Props) {
  return (
    <>
      <PageHead title={heading} isPrivate />
      <PageTitle title={heading}>
        <p>{reason} Nothing you saved is lost.</p>
      </PageTitle>
      <div className="sheet mt-8">
        <div className="sheet-text flex flex-wrap items-center gap-x-5 gap-y-3">
          <Button variant="quiet" onClick={() => window.location.reload()} className="no-script:hidden">
            Try again
          </Button>{" "}
          {/* A plain link, which works even if scripts fail. */}
          <a href="/" className="link py-2">
            Go to the home page
          </a>
        </div>
      </div>
    </>
  );
}
