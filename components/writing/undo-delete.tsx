import { lazy, Suspense } from "react";
import { useTrashed } from "#lib/client/use-trashed";

/** Loaded on demand, so that readers do not download it. */
const UndoNotice = lazy(() => import("./undo-notice.tsx").then(({ UndoNotice }) => ({ default: UndoNotice })));

/** The notice of a deleted post with Undo, if there is one. */
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
