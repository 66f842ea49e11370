import { MissingPage } from "#components/site/missing-page";

export default function NotFoundPage() {
  return (
    <MissingPage
      title="Not found"
      heading="No such page"
      reason="It may have been taken down, or the address has a slip in it."
    />
  );
}
