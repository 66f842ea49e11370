import type { PostFormValues } from "#lib/shared/post-form";

/** The fields of a post that the text about the site has too, and that no draft of it changes. */
const FIXED = ["title", "publication"] as const;

/** What the form of the text about the site has instead of a title and of the panel to publish. */
export const AboutFields = ({ fields }: { fields: PostFormValues }) =>
  FIXED.map((name) => <input key={name} type="hidden" name={name} value={fields[name]} data-fixed />);
