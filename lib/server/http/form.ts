import type { GetServerSidePropsContext, NextApiRequest, Redirect } from "next";
import { StorageError } from "#lib/server/files/storage";
import { Problem } from "#lib/server/problem";
import type { Viewer } from "#lib/server/viewer";
import type { RejectedForm } from "#lib/shared/forms";
import { withoutNul } from "#lib/shared/params";
import { asProblem } from "./as-problem.ts";
import { readBody } from "./body.ts";
import { requireSameOrigin } from "./cors.ts";
import { type Limit, limitWrites } from "./rate-limit.ts";

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
  const texts: FormValues = Object.fromEntries(Object.entries(body).filter(([, value]) => typeof value === "string"));
  return texts.id === undefined ? texts : { ...texts, id: withoutNul(texts.id) };
}

const withoutPasswords = (values: FormValues) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !/password/i.test(name)));

/** Sets the response's status, for a page that shows why a form was refused. @throws whatever is not a refusal */
function refuse(res: Context["res"], form: string, values: FormValues, error: unknown): RejectedForm {
  const problem = error instanceof StorageError ? asProblem(error) : error;
  if (!(problem instanceof Problem)) throw error;
  const { fields = {}, status, title } = problem.body();
  res.statusCode = status;
  for (const [name, value] of Object.entries(problem.headers)) res.setHeader(name, value);
  return { form, status, title, fields, typed: withoutPasswords(values) };
}

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
    return { isPosted: true, data: null, refused: refuse(res, form, values, error) };
  }
}

/**
 * Handles a post of a page's form that has a file (`multipart/form-data`), as `handleFormPost` does.
 * @param receive reads the request. @returns a path to redirect to
 */
export async function handleFilePost(
  { req, res }: Context,
  { form, limit, receive }: { form: string; limit: Limit; receive: (req: NextApiRequest) => Promise<string> },
  viewerId: Viewer["id"] = null,
): Promise<{ redirect: Redirect } | FormOutcome<never>> {
  try {
    requireSameOrigin(req as NextApiRequest);
    await limit(req as NextApiRequest, res, viewerId);
    return seeOther(await receive(req as NextApiRequest));
  } catch (error) {
    const refused = refuse(res, form, {}, error);
    // What is wrong with a file is in no field's error.
    const detail = error instanceof Problem ? error.body().detail?.replace(/\.$/, "") : undefined;
    return { isPosted: true, data: null, refused: { ...refused, title: detail ?? refused.title } };
  }
}
