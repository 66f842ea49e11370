import { MissingPage } from "#components/site/missing-page";

export default function NotFoundPage() {
  return (
    <MissingPage
      title="Not found"
      heading="No such page"
      reason="It may have been deleted, or the address is mistyped."
    />
  );
}
