import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Button } from "#components/ui/button";
import * as labels from "#lib/shared/labels/errors";

type Props = {
  heading?: string;
  /** The likely cause. */
  reason?: string;
};

export default function ServerErrorPage({ heading = labels.failed, reason = labels.failedReason }: Props) {
  return (
    <>
      <PageHead title={heading} isPrivate />
      <PageTitle title={heading}>
        <p>{`${reason} ${labels.nothingLost}`}</p>
      </PageTitle>
      <div className="sheet mt-8">
        <div className="sheet-text flex flex-wrap items-center gap-x-5 gap-y-3">
          <Button variant="quiet" onClick={() => window.location.reload()} className="no-script:hidden">
            {labels.tryAgain}
          </Button>{" "}
          {/* A plain link, which works even if scripts fail. */}
          <a href="/" className="link py-2">
            {labels.goHome}
          </a>
        </div>
      </div>
    </>
  );
}
