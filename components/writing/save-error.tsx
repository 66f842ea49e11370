import { Notice } from "#components/ui/notice";

type Props = { title: string; status: number };

/** Why a save failed. */
export function SaveError({ title, status }: Props) {
  return (
    <Notice kind="error">
      <p>Not saved: {title}.</p>
      <p className="text-ink-soft">
        Your text is still here.
        {status === 401 && (
          <>
            {" "}
            <a href="/login" target="_blank" rel="noreferrer" className="link">
              Sign in in a new tab
            </a>
            , then come back to it.
          </>
        )}
      </p>
    </Notice>
  );
}
