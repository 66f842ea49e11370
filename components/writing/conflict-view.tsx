import { useEffect, useMemo, useRef, useState } from "react";
import { Button, buttonClass } from "#components/ui/button";
import { type ClashChoices, mergeConflict, type Resolution } from "#lib/client/conflict";
import type { Conflict } from "#lib/client/editor-state";
import { useIsOwnSave } from "#lib/client/own-saves";
import { comparePosts } from "#lib/shared/compare-posts";
import { editorPath } from "#lib/shared/drafts";
import { clashKeys, type FieldMerge } from "#lib/shared/merge-posts";
import { CLASH_CHOICES, type ClashChoice, isClash, isMerged, type MergePart } from "#lib/shared/merge-texts";
import { ABOUT_ID } from "#lib/shared/owner-paths";
import { comparableWith, completeText, formatField, TEXT_FIELD_NAMES, TEXT_FIELDS } from "#lib/shared/post-fields";
import { ComparisonView } from "./comparison-view.tsx";

type Props = {
  conflict: Conflict;
  /** The id of the form with the author's text; submitting it replaces the other revision. */
  form: string;
  onResolve: (resolution: Resolution) => void;
  /** Saves the text in the form. */
  onKeepMine: () => void;
};

const CHOICE_LABELS: Record<ClashChoice, string> = { mine: "Mine", theirs: "Theirs", both: "Both" };
/** How much of an unchanged passage is shown before and after a change, in UTF-16 code units. */
const CONTEXT = 120;

/** The beginning and the end of an unchanged passage. */
function shorten(text: string): string {
  return text.length <= 2 * CONTEXT ? text : `${text.slice(0, CONTEXT)} … ${text.slice(-CONTEXT)}`;
}

type ClashProps = { part: MergePart; name: string; choice: ClashChoice; onChoose: (choice: ClashChoice) => void };

/** A passage that both changed, with the choice between the two. */
function Clash({ part, name, choice, onChoose }: ClashProps) {
  return (
    <fieldset className="my-3 border-l-2 border-danger pl-4">
      <legend className="sr-only">Both of you changed this passage</legend>
      <div className="grid gap-3 wide:grid-cols-2">
        {(["mine", "theirs"] as const).map((side) => (
          <div key={side} className={choice === side || choice === "both" ? "" : "opacity-60"}>
            <p className="text-note text-ink-soft">{CHOICE_LABELS[side]}</p>
            <p dir="auto" className="whitespace-pre-wrap">
              {part[side] || <em>deleted</em>}
            </p>
          </div>
        ))}
      </div>
      <div className="mt-2 flex gap-4 font-sans text-note">
        {CLASH_CHOICES.map((value) => (
          <label key={value} className="flex min-h-11 items-center gap-2">
            <input type="radio" name={name} checked={choice === value} onChange={() => onChoose(value)} />
            {CHOICE_LABELS[value]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A passage that only one of both changed: it is merged, and shown for confirmation. */
function MergedPart({ base, mine, theirs }: MergePart) {
  const [text, who] = mine === base ? [theirs, "theirs"] : [mine, "mine"];
  return (
    <>
      {base && (
        <del className="text-ink-soft">
          <span className="sr-only">[removed: </span>
          {base}
          <span className="sr-only">]</span>
        </del>
      )}
      {text && (
        <ins className="decoration-accent" title={mine === theirs ? "both" : who}>
          <span className="sr-only">[added: </span>
          {text}
          <span className="sr-only">]</span>
        </ins>
      )}
    </>
  );
}

type MergeProps = {
  merges: FieldMerge[];
  choices: ClashChoices;
  onChoose: (key: string, choice: ClashChoice) => void;
};

function MergeView({ merges, choices, onChoose }: MergeProps) {
  const keys = clashKeys(merges);
  let clash = 0;
  return (
    <div className="space-y-6">
      {merges.map(({ name, parts }) => (
        <div key={name}>
          <h3 className="text-note text-ink-soft">{TEXT_FIELDS[name].label}</h3>
          <div dir="auto" className="mt-1 font-serif whitespace-pre-wrap">
            {parts.map((part, index) => {
              const at = `${name} ${index}`;
              if (!isClash(part)) {
                return isMerged(part) ? <MergedPart key={at} {...part} /> : <span key={at}>{shorten(part.base)}</span>;
              }
              const number = clash++;
              const key = keys[number] ?? "";
              return (
                <Clash
                  key={key}
                  part={part}
                  name={`clash-${number}`}
                  choice={choices[key] ?? "both"}
                  onChoose={(choice) => onChoose(key, choice)}
                />
              );
            })}
          </div>
        </div>
      ))}
    </div>
  );
}

/** The other text in full, for a page without JavaScript, which merges nothing. */
function OtherText({ theirs }: Pick<Conflict, "theirs">) {
  const text = completeText(theirs);
  return (
    <details className="mt-3 hidden no-script:block">
      <summary className="w-fit cursor-pointer py-2 font-medium">The whole other text</summary>
      <dl className="space-y-4">
        {TEXT_FIELD_NAMES.filter((name) => formatField(name, text) !== "").map((name) => (
          <div key={name}>
            <dt className="text-note text-ink-soft">{TEXT_FIELDS[name].label}</dt>
            <dd dir="auto" className="font-serif whitespace-pre-wrap">
              {formatField(name, text)}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Where the other text stays. The text about the site has no history; what is not used of it is set aside, by a script. */
function Whereabouts({ isAbout, other }: { isAbout: boolean; other: string }) {
  if (!isAbout) return `The post’s history has ${other} in any case.`;
  return (
    <>
      <span className="no-script:hidden">
        What is not used of {other} stays among the unfinished texts of this device.
      </span>{" "}
      <span className="hidden no-script:inline">This text has no history: copy what you need of {other} first.</span>
    </>
  );
}

function mergedText(clashes: number): string {
  if (clashes === 0) return "Both texts are merged: look at the changes, then go on.";
  const passages = clashes === 1 ? "One passage was" : `${clashes} passages were`;
  return `Both texts are merged. ${passages} changed on both sides: choose for each.`;
}

/** Merges both texts after the post was saved elsewhere, and lets the author choose where both changed the same passage. */
export function ConflictView({ conflict, form, onResolve, onKeepMine }: Props) {
  const title = useRef<HTMLHeadingElement>(null);
  const { comparison, mine, theirs } = conflict;
  const isOwn = useIsOwnSave(theirs);
  const isAbout = theirs.id === ABOUT_ID;
  const text = isAbout ? "text" : "post";
  const merges = useMemo(() => mergeConflict(conflict), [conflict]);
  const compared = useMemo(
    () => comparison ?? (merges ? [] : comparePosts(comparableWith(mine, theirs), mine, "line")),
    [comparison, merges, mine, theirs],
  );
  const [choices, setChoices] = useState<ClashChoices>({});
  const other = isOwn ? "the other one" : "theirs";
  useEffect(() => title.current?.focus(), []);
  return (
    <section aria-labelledby="conflict" className="mb-10 border-l-2 border-danger pl-5">
      <h2 id="conflict" ref={title} tabIndex={-1} className="font-serif text-lead font-medium">
        {isOwn
          ? `Not saved yet: you saved this ${text} in another tab while you were writing here`
          : `Not saved yet: someone else saved this ${text} while you were writing`}
      </h2>
      <p className="mt-1 text-ink-soft">
        {merges
          ? mergedText(clashKeys(merges).length)
          : "Here are both texts; yours is in the form below, to go on with."}
      </p>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be focusable
        tabIndex={0}
        aria-label="Both texts"
        className="mt-5 max-h-[60vh] overflow-y-auto border-y border-rule py-4"
      >
        {merges ? (
          <MergeView
            merges={merges}
            choices={choices}
            onChoose={(key, choice) => setChoices({ ...choices, [key]: choice })}
          />
        ) : (
          <ComparisonView comparison={compared} sides={["theirs", "yours"]} />
        )}
      </section>
      {comparison && <OtherText theirs={theirs} />}
      <p className="mt-4 text-note text-ink-soft">
        <span className="no-script:hidden">
          {merges ? "The merged text, or theirs, goes into the form, to be read before you save it. " : ""}
        </span>
        “Keep mine” saves your text in place of {other}. <Whereabouts isAbout={isAbout} other={other} />
      </p>
      <div className="mt-3 flex flex-wrap gap-3">
        {merges && (
          <Button onClick={() => onResolve(choices)} className="no-script:hidden">
            Use the merged text
          </Button>
        )}{" "}
        <button
          type="submit"
          form={form}
          name="form"
          value={form}
          className={buttonClass("quiet")}
          onClick={(event) => {
            event.preventDefault();
            onKeepMine();
          }}
        >
          Keep mine
        </button>{" "}
        <Button variant="quiet" onClick={() => onResolve("theirs")} className="no-script:hidden">
          Take theirs
        </Button>{" "}
        {comparison && (
          // Leaves the form with the author's text where it is.
          <a
            // The page that edits the other text.
            href={editorPath(theirs.id)}
            target="_blank"
            rel="noreferrer"
            className={`${buttonClass("quiet")} hidden no-script:inline-flex`}
          >
            Open theirs in a new tab
          </a>
        )}
      </div>
    </section>
  );
}
