import { ConfirmedForm } from "#components/forms/confirmed-form";
import { DateText } from "#components/site/date-text";
import type { Redirect } from "#lib/shared/redirects";

type Props = {
  redirect: Redirect;
  /** Deletes it; an ApiError is shown. */
  onDelete: () => Promise<void>;
};

/** A path as people read it. */
const decoded = (path: string) => {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
};

/** A redirect in the list, with a button to delete it. */
export function RedirectItem({ redirect: { path, location, createdAt }, onDelete }: Props) {
  const name = decoded(path);
  return (
    <>
      <div className="min-w-0 grow basis-56">
        <p dir="ltr" className="font-medium wrap-anywhere">
          {name}
        </p>
        <p dir="ltr" className="wrap-anywhere">
          <span className="text-ink-soft">to </span>
          <a href={location} className="link">
            {decoded(location)}
          </a>
        </p>
        <p className="text-note text-ink-soft">
          Since <DateText value={createdAt} />
        </p>
      </div>
      <ConfirmedForm
        name="delete-redirect"
        id={path}
        label={
          <>
            Delete<span className="sr-only"> {name}</span>
          </>
        }
        title="Delete this redirect?"
        action="Delete redirect"
        failure="Not deleted"
        onConfirm={onDelete}
      >
        <p className="wrap-anywhere">Links to {name} will lead nowhere.</p>
      </ConfirmedForm>
    </>
  );
}
