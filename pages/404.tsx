import { MissingPage } from "#components/site/missing-page";
import { labels } from "#lib/shared/labels";

export default function NotFoundPage() {
  return <MissingPage title={labels.notFound} heading={labels.noSuchPage} reason={labels.noSuchPageReason} />;
}
