import { useEffect, useRef, useState } from "react";
import { Choice } from "#components/ui/choice";
import { Field } from "#components/ui/field";
import type { Publication } from "#lib/shared/post-form";

/** What can become of the text, by what it is now; nothing for a new one. */
const LABELS: Record<Publication | "new", Record<Publication, string>> = {
  new: { published: "Publish now", draft: "Save as a draft", scheduled: "Schedule" },
  published: { published: "Stay published", draft: "Take back as a draft", scheduled: "Take back and schedule" },
  draft: { published: "Publish now", draft: "Stay a draft", scheduled: "Schedule" },
  scheduled: { published: "Publish now", draft: "Take back as a draft", scheduled: "Stay scheduled" },
};
const ORDER: Publication[] = ["published", "draft", "scheduled"];

/** A UTC datetime-local in the browser's own zone. */
function localOf(utc: string): string {
  const date = new Date(`${utc}Z`);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

type Props = {
  /** What the post is now. */
  state: Publication | "new";
  publication: Publication;
  /** UTC, which a plain form speaks. A script speaks the zone of whoever writes. */
  publishAt: string;
  error?: string | undefined;
};

export function PublicationField({ state, publication, publishAt, error }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [start, setStart] = useState({ value: publishAt, zone: "UTC" });

  useEffect(() => {
    const zone = `your time, ${Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll("_", " ")}`;
    const input = field.current;
    // What was typed before the script came is left alone.
    const isUntouched = publishAt !== "" && input?.value === publishAt;
    const value = isUntouched ? localOf(publishAt) : publishAt;
    if (isUntouched) input.value = value;
    setStart({ value, zone });
  }, [publishAt]);

  const options = ORDER.map((value) => ({ value, label: LABELS[state][value] }));
  return (
    <div className="group/when space-y-4">
      <Choice label="Publication" name="publication" options={options} defaultValue={publication} />
      <div className="hidden max-w-xs group-has-[[value=scheduled]:checked]/when:block">
        <Field
          ref={field}
          type="datetime-local"
          name="publishAt"
          label="Date and time"
          hint={`In ${start.zone}.`}
          defaultValue={start.value}
          error={error}
        />
      </div>
    </div>
  );
}
