import { useEffect, useRef, useState } from "react";
import { Choice } from "#components/ui/choice";
import { Field } from "#components/ui/field";
import type { Publication } from "#lib/shared/post-form";

/** The choices, by how the post is stored now. */
const LABELS: Record<Publication | "new", Record<Publication, string>> = {
  new: { published: "Publish now", draft: "Save as a draft", scheduled: "Schedule" },
  published: { published: "Stay published", draft: "Take back as a draft", scheduled: "Take back and schedule" },
  draft: { published: "Publish now", draft: "Stay a draft", scheduled: "Schedule" },
  scheduled: { published: "Publish now", draft: "Take back as a draft", scheduled: "Stay scheduled" },
};
const ORDER: Publication[] = ["published", "draft", "scheduled"];

/** Converts a datetime-local from UTC to the local time zone. */
function toLocal(utc: string): string {
  const date = new Date(`${utc}Z`);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

type Props = {
  /** How the post is stored now. */
  stored: Publication | "new";
  publication: Publication;
  /** A datetime-local in UTC, as without JavaScript; after hydration the field is in the local time zone. */
  publishAt: string;
  error?: string | undefined;
};

export function PublicationField({ stored, publication, publishAt, error }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [start, setStart] = useState({ value: publishAt, zone: "UTC" });

  useEffect(() => {
    const zone = `your time, ${Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll("_", " ")}`;
    const input = field.current;
    // A value typed before hydration stays.
    const isUntouched = publishAt !== "" && input?.value === publishAt;
    const value = isUntouched ? toLocal(publishAt) : publishAt;
    if (isUntouched) input.value = value;
    setStart({ value, zone });
  }, [publishAt]);

  const options = ORDER.map((value) => ({ value, label: LABELS[stored][value] }));
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
