import { Notice } from "#components/ui/notice";

/** In place of a part of the editor that is loaded when it is needed, and cannot be, such as after a new build. */
export function NotLoaded({ error }: { error?: Error | null }) {
  if (!error) return null;
  return (
    <Notice kind="error" className="mb-6">
      A part of this page could not be loaded. Your text is safe on this device:{" "}
      <button type="button" className="link" onClick={() => location.reload()}>
        reload the page
      </button>
      .
    </Notice>
  );
}
