type Props = { title: string; status: number };

/** Why a save failed. */
export function SaveError({ title, status }: Props) {
  return (
    <div role="alert" className="border-l-2 border-danger pl-3">
      <p className="text-danger">Not saved: {title}.</p>
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
    </div>
  );
}
