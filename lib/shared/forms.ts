import type { FieldErrors } from "./problems.ts";

/** A form that was posted without JavaScript and rejected: its errors, and its values except passwords. */
export type RejectedForm = {
  /** The form's action on the page. */
  form: string;
  status: number;
  title: string;
  fields: FieldErrors;
  typed: Record<string, string>;
};
