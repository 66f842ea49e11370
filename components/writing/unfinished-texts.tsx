import { useState } from "react";
import { DateTimeText } from "#components/site/date-time-text";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { type Status, StatusLine } from "#components/ui/status-line";
import { useAction } from "#lib/client/use-action";
import { compareWithStored, type UnfinishedText, useUnfinishedTexts } from "#lib/client/use-unfinished-texts";
import type { Comparison } from "#lib/shared/compare-posts";
import { autosavePreviewPath, unfinishedTextPath } from "#lib/shared/drafts";
import { ABOUT_ID, ABOUT_TITLE } from "#lib/shared/owner-paths";
import { ComparisonView } from "./comparison-view.tsx";

const FROM = { device: "On this device", server: "On the server" };

function nameOf({ post, title }: UnfinishedText): string {
  if (post === ABOUT_ID) return ABOUT_TITLE;
  return title || (post === null ? "Untitled" : "Without a title");
}

const KINDS = {
  new: "A new text",
  changes: "Changes of a post that readers do not see yet",
  about: "Changes of the text about the site that readers do not see yet",
  aside: "A text that was not chosen when two were merged",
  gone: "A text of a post that has been deleted: it becomes a new one",
};

function kindOf({ isPostGone, isSetAside, post }: UnfinishedText): keyof typeof KINDS {
  if (post === null) return "new";
  if (isPostGone) return "gone";
  if (isSetAside) return "aside";
  return post === ABOUT_ID ? "about" : "changes";
}

type ItemProps = { text: UnfinishedText; onDiscard: () => Promise<void>; onFailed: (reason: string) => void };

/** A text, with its changes on demand. */
function Item({ text, onDiscard, onFailed }: ItemProps) {
  const { from, id, isOnServer, isOpen, savedAt } = text;
  const [comparison, setComparison] = useState<Comparison>();
  const onError = ({ title }: { title: string }) => onFailed(title);
  const compare = useAction(async () => setComparison(comparison ? undefined : await compareWithStored(text)), {
    onError,
  });
  const discard = useAction(onDiscard, { onError });
  const name = nameOf(text);
  const hidden = <span className="sr-only"> “{name}”</span>;
  return (
    <article className="sheet gap-y-1 border-t border-rule py-6">
      <p className="text-note text-ink-soft wide:pt-1.5">
        {FROM[from]}, <DateTimeText value={new Date(savedAt).toISOString()} />
      </p>
      <div>
        <h3 dir="auto" className="font-serif text-heading font-medium">
          {name}
        </h3>
        <p className="text-note text-ink-soft">
          {KINDS[kindOf(text)]}
          {isOpen && ", open in another tab"}
        </p>
        <div className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-2">
          {!isOpen && (
            <Link href={unfinishedTextPath({ id, post: text.isPostGone ? null : text.post })} className="link py-2">
              Continue{hidden}
            </Link>
          )}{" "}
          <Button
            variant="text"
            isBusy={compare.isBusy}
            aria-expanded={comparison !== undefined}
            onClick={() => compare.run()}
          >
            {comparison ? "Hide changes" : "Show changes"}
            {hidden}
          </Button>{" "}
          {isOnServer && (
            <Link href={autosavePreviewPath(id)} className="link py-2">
              Preview{hidden}
            </Link>
          )}{" "}
          {!isOpen && (
            <Button variant="text" isBusy={discard.isBusy} onClick={() => discard.run()}>
              Discard{hidden}
            </Button>
          )}
        </div>
        {comparison && (
          <div className="mt-4 border-y border-rule py-4">
            {comparison.length > 0 ? (
              <ComparisonView comparison={comparison} />
            ) : (
              <p className="text-ink-soft">It is the same as the stored text.</p>
            )}
          </div>
        )}
      </div>
    </article>
  );
}

/** What was typed and is in no post yet, on this device and on the server: to be continued or discarded. */
export function UnfinishedTexts({ account }: { account: string | null }) {
  const { texts, isPartial, discard } = useUnfinishedTexts(account);
  const [status, setStatus] = useState<Status>();
  const show = (text: Status["text"]) => setStatus({ text: <div className="sheet-text">{text}</div> });

  async function drop(text: UnfinishedText) {
    const restore = await discard(text);
    const undo = () =>
      restore().then(
        () => show(<p dir="auto">“{nameOf(text)}” is back.</p>),
        () => show(<p className="text-danger">It could not be brought back just now: press Undo again.</p>),
      );
    show(
      <p dir="auto">
        “{nameOf(text)}” is discarded.{" "}
        <Button variant="text" onClick={undo}>
          Undo
        </Button>
      </p>,
    );
  }

  return (
    <section aria-labelledby="unfinished" className={texts.length > 0 ? "mb-12" : ""}>
      <StatusLine status={status} className="sheet not-empty:mb-6" />
      {isPartial && (
        <div className="sheet mb-6">
          <p className="sheet-text text-danger">Unfinished texts on the server could not be loaded just now.</p>
        </div>
      )}
      {texts.length > 0 && (
        <>
          <h2 id="unfinished" className="sheet mb-4 font-serif text-lead font-medium">
            <span className="sheet-text">Unfinished texts</span>
          </h2>
          {texts.map((text) => (
            <Item
              key={text.id}
              text={text}
              onDiscard={() => drop(text)}
              onFailed={(reason) => show(<p className="text-danger">Not done: {reason}.</p>)}
            />
          ))}
        </>
      )}
    </section>
  );
}
