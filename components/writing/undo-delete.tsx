import { lazy, Suspense } from "react";
import { useTrashed } from "#lib/client/use-trashed";

/** Loaded where something was deleted: readers do without. */
const UndoNotice = lazy(() => import("./undo-notice.tsx").then(({ UndoNotice }) => ({ default: UndoNotice })));

/** Says that a post was moved to the trash, on the page that it was deleted from or led to, and brings it back. */
export function UndoDelete() {
  const { trashed } = useTrashed();
  return (
    trashed && (
      <Suspense>
        <UndoNotice key={trashed.id} trashed={trashed} />
      </Suspense>
    )
  );
}
