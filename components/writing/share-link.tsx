import dynamic from "next/dynamic";
import { isPlainClick } from "#components/ui/link";
import { previewLinksPagePath } from "#lib/shared/preview-link-paths";
import { NotLoaded } from "./not-loaded.tsx";

/** Loaded when it is opened. */
export const ShareDialog = dynamic(
  () => import("#components/preview-links/share-dialog").then(({ ShareDialog }) => ShareDialog),
  { loading: NotLoaded },
);

type Props = {
  /** The id of the post; undefined for a new one, which is saved as a draft first. */
  post: string | undefined;
  onShare: () => void;
};

/** Opens the dialog that shares a preview; without JavaScript, the page that does. */
export function ShareLink({ post, onShare }: Props) {
  if (post === undefined) {
    return (
      <button type="button" className="link min-h-11 no-script:hidden" onClick={onShare}>
        Share a preview
      </button>
    );
  }
  return (
    <a
      href={previewLinksPagePath(post)}
      className="link py-2"
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        onShare();
      }}
    >
      Share a preview
    </a>
  );
}
