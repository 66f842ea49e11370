import { Children, type ComponentProps, type ReactNode } from "react";
import { EmptyState } from "#components/ui/empty-state";
import { type Status, StatusLine } from "#components/ui/status-line";
import { OwnerListLinks } from "./owner-list-links.tsx";

type Props = {
  /** Of the list, for screen readers. */
  name: string;
  /** What the last action led to. */
  status: Status | undefined;
  /** Said where the page has no items. */
  empty: string;
  pages: ComponentProps<typeof OwnerListLinks>["pages"];
  /** The `li` elements. */
  children: ReactNode;
};

/** A page of a list below the account: its status, its items, and the links to its other pages. */
export function OwnerList({ name, status, empty, pages, children }: Props) {
  return (
    <>
      <div className="sheet">
        <div className="sheet-text has-[:not(:empty)]:pb-6">
          <StatusLine status={status} />
        </div>
      </div>
      {Children.count(children) === 0 && <EmptyState title={empty} />}
      <ul aria-label={name}>{children}</ul>
      <OwnerListLinks pages={pages} />
    </>
  );
}
