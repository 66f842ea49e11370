import type { GetServerSidePropsContext, NextApiRequest, Redirect } from "next";
import { Problem } from "#lib/server/problem";
import type { Viewer } from "#lib/server/viewer";
import type { RejectedForm } from "#lib/shared/forms";
import { readBody } from "./body.ts";
import { requireSameOrigin } from "./cors.ts";
import { limitWrites } from "./rate-limit.ts";

type Context = Pick<GetServerSidePropsContext, "req" | "res">;
/** The fields of a form as submitted, without the one that names the form. */
export type FormValues = Record<string, string>;
/** Handles a submitted form. @returns a path to redirect to, or data for the page */
type FormAction<Data> = (values: FormValues) => Promise<string | Data>;

/** Redirects with 303 See Other (RFC 9110, section 15.4.4): the browser follows with GET. */
export function seeOther(destination: string): { redirect: Redirect } {
  return { redirect: { destination, statusCode: 303 } };
}

function textsOf(body: object): FormValues {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => typeof value === "string"));
}

const withoutPasswords = (values: FormValues) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !/password/i.test(name)));

/** The outcome of a form post that does not redirect. */
type FormOutcome<Data> = { isPosted: boolean; data: Data | null; refused: RejectedForm | null };

/**
 * Handles a post of one of a page's forms, named by the field `form`, so that pages work without JavaScript. A refused form
 * sets the response's status; the page shows why.
 * @param viewerId counts the write to this viewer; to the client's IP address for an anonymous one
 */
export async function handleFormPost<Data extends object>(
  { req, res }: Context,
  forms: Record<string, FormAction<Data>>,
  viewerId: Viewer["id"] = null,
): Promise<{ redirect: Redirect } | FormOutcome<Data>> {
  if (req.method !== "POST") return { isPosted: false, data: null, refused: null };
  let form = "";
  let values: FormValues = {};
  try {
    requireSameOrigin(req as NextApiRequest);
    ({ form = "", ...values } = textsOf(await readBody(req as NextApiRequest)));
    await limitWrites(req as NextApiRequest, res, viewerId);
    const action = Object.hasOwn(forms, form) ? forms[form] : undefined;
    if (!action) throw new Problem("malformed-body", { title: "This page has no such form" });
    const outcome = await action(values);
    return typeof outcome === "string" ? seeOther(outcome) : { isPosted: true, data: outcome, refused: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { fields = {}, status, title } = error.body();
    res.statusCode = status;
    for (const [name, value] of Object.entries(error.headers)) res.setHeader(name, value);
    const refused = { form, status, title, fields, typed: withoutPasswords(values) };
    return { isPosted: true, data: null, refused };
  }
}
