import { MissingPage } from "#components/site/missing-page";
import * as labels from "#lib/shared/labels/errors";

export default function NotFoundPage() {
  return <MissingPage title={labels.notFound} heading={labels.noSuchPage} reason={labels.noSuchPageReason} />;
}
