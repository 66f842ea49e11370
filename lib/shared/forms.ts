import type { FieldErrors } from "./problems.ts";

/** A page's form that was posted without JavaScript and refused: what was wrong, and what stood in it but for passwords. */
export type RejectedForm = {
  /** Which of the page's forms. */
  form: string;
  status: number;
  title: string;
  fields: FieldErrors;
  typed: Record<string, string>;
};
