import dynamic from "next/dynamic";
import { Notice } from "#components/ui/notice";
import type { PostEditor } from "#lib/client/use-post-editor";
import { TEXT_FIELD_NAMES } from "#lib/shared/post-fields";
import { NotLoaded } from "./not-loaded.tsx";

export const SignInAgain = dynamic(() => import("./sign-in-again.tsx").then(({ SignInAgain }) => SignInAgain), {
  loading: NotLoaded,
});

/** Fields that show their own errors, `tags.2` included. */
const SHOWS_ERROR = new RegExp(`^(?:${[...TEXT_FIELD_NAMES, "publishedAt"].join("|")})\\b`);

type Props = {
  editor: Pick<PostEditor, "state" | "saveAgain" | "saveAsNew" | "resume">;
  /** Whether the form shows the text; a form posted without JavaScript may be too long to be read. */
  hasText: boolean;
};

/** Why the post could not be saved, and what to do about it. The text stays in the form. */
export function SaveProblem({ editor, hasText }: Props) {
  const { state, saveAgain, saveAsNew, resume } = editor;
  const { phase } = state;
  switch (phase.name) {
    case "refused": {
      if (Object.keys(phase.error.fields).some((path) => SHOWS_ERROR.test(path))) return null;
      return (
        <Notice kind="error" className="mb-6">
          Not saved: {phase.error.title}.{" "}
          <span className="text-ink-soft">
            {hasText
              ? "Your text is still here."
              : "It could not be read, so this form does not show it. Go back in your browser to find your text."}
          </span>
        </Notice>
      );
    }
    case "unreachable":
      return (
        <Notice kind="error" className="mb-6">
          Not saved yet: {phase.error.title}.{" "}
          <span className="text-ink-soft">Your text is still here. It is tried again by itself, or </span>
          <button type="button" className="link" onClick={() => void saveAgain()}>
            try again now
          </button>
          .
        </Notice>
      );
    case "signed-out":
      return <SignInAgain onDone={resume} />;
    case "other-account":
      return (
        <Notice kind="error" className="mb-6">
          Not saved: another account is signed in now, in another tab.{" "}
          <span className="text-ink-soft">
            Your text is still here. Sign in with the account that wrote it, then save again.
          </span>
        </Notice>
      );
    case "deleted":
      return (
        <Notice kind="error" className="mb-6">
          Not saved: this post has been deleted meanwhile.{" "}
          <span className="text-ink-soft">Your text is still here. </span>
          <button type="button" className="link" onClick={() => void saveAsNew()}>
            Save as a new draft
          </button>
        </Notice>
      );
    default:
      return null;
  }
}
