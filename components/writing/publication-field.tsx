import { useSite } from "#components/site/site-context";
import { Choice } from "#components/ui/choice";
import { Field } from "#components/ui/field";
import type { PostFormValues, Publication } from "#lib/shared/post-form";

/** The choices, by how the post is stored now. */
const LABELS: Record<Publication | "new", Record<Publication, string>> = {
  new: { published: "Publish now", draft: "Save as a draft", scheduled: "Schedule" },
  published: { published: "Stay published", draft: "Take back as a draft", scheduled: "Take back and schedule" },
  draft: { published: "Publish now", draft: "Stay a draft", scheduled: "Schedule" },
  scheduled: { published: "Publish now", draft: "Take back as a draft", scheduled: "Stay scheduled" },
};
const ORDER: Publication[] = ["published", "draft", "scheduled"];

type Props = Pick<PostFormValues, "publication" | "publishAt" | "scheduledFor"> & {
  /** How the post is stored now. */
  stored: Publication | "new";
  error?: string | undefined;
};

/** Whether and when readers see the post. The date is in the site's time zone, whatever the writer's is. */
export function PublicationField({ stored, publication, publishAt, scheduledFor, error }: Props) {
  const { timeZone } = useSite();
  const options = ORDER.map((value) => ({ value, label: LABELS[stored][value] }));
  return (
    <div className="group/when space-y-4">
      <Choice label="Publication" name="publication" options={options} defaultValue={publication} />
      <div className="hidden max-w-xs group-has-[[value=scheduled]:checked]/when:block">
        <Field
          type="datetime-local"
          name="publishAt"
          label="Date and time"
          hint={`In the time zone of the site, ${timeZone.replaceAll("_", " ")}.`}
          defaultValue={publishAt}
          error={error}
        />
        <input type="hidden" name="scheduledFor" value={scheduledFor} />
      </div>
    </div>
  );
}
