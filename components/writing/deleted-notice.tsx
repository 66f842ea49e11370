import { Button } from "#components/ui/button";
import { TRASH_RETENTION } from "#lib/shared/trash";

type Props = { id: string; title: string };

/** Names a post deleted without JavaScript, with a form to restore it. */
export function DeletedNotice({ id, title }: Props) {
  return (
    <form method="post" className="sheet mb-6" action="/blog/drafts">
      <div className="sheet-text flex flex-wrap items-center gap-x-5 gap-y-2 border-l-2 border-accent pl-3">
        <input type="hidden" name="form" value="restore" />
        <input type="hidden" name="id" value={id} />
        <p role="status">
          “<bdi>{title}</bdi>” was moved to the trash, where it stays for {TRASH_RETENTION}.
        </p>
        <Button type="submit" variant="quiet">
          Undo
        </Button>
      </div>
    </form>
  );
}
