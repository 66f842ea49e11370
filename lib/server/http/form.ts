import type { GetServerSidePropsContext, NextApiRequest, Redirect } from "next";
import { Problem } from "#lib/server/problem";
import type { Viewer } from "#lib/server/viewer";
import type { RejectedForm } from "#lib/shared/forms";
import { readBody } from "./body.ts";
import { requireSameOrigin } from "./cors.ts";
import { limitWrites } from "./rate-limit.ts";

type Context = Pick<GetServerSidePropsContext, "req" | "res">;
/** The fields of a form as they came, but for the one that names it. */
export type FormValues = Record<string, string>;
/** Does what a form asks for. @returns a path to go to, or something to show on the page */
type FormAction<Shown> = (said: FormValues) => Promise<string | Shown>;

/** See other (RFC 9110): with GET, whatever was sent here. */
export function seeOther(destination: string): { redirect: Redirect } {
  return { redirect: { destination, statusCode: 303 } };
}

function textsOf(body: object): FormValues {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => typeof value === "string"));
}

const withoutPasswords = (said: FormValues) =>
  Object.fromEntries(Object.entries(said).filter(([name]) => !/password/i.test(name)));

/** What came of a plain post, unless it leads elsewhere. */
type FormOutcome<Shown> = { isPosted: boolean; shown: Shown | null; refused: RejectedForm | null };

/**
 * Takes a plain post of one of a page's own forms, which the field `form` names: pages work without JavaScript. A refusal
 * sets the page's status, and is for the page to show.
 * @param caller whose writes it counts among; those of the address it came from where nobody is known
 */
export async function handleFormPost<Shown extends object>(
  { req, res }: Context,
  forms: Record<string, FormAction<Shown>>,
  caller: Viewer["id"] = null,
): Promise<{ redirect: Redirect } | FormOutcome<Shown>> {
  if (req.method !== "POST") return { isPosted: false, shown: null, refused: null };
  let form = "";
  let said: FormValues = {};
  try {
    requireSameOrigin(req as NextApiRequest);
    ({ form = "", ...said } = textsOf(await readBody(req as NextApiRequest)));
    await limitWrites(req as NextApiRequest, res, caller);
    const act = Object.hasOwn(forms, form) ? forms[form] : undefined;
    if (!act) throw new Problem("malformed-body", { title: "This page has no such form" });
    const outcome = await act(said);
    return typeof outcome === "string" ? seeOther(outcome) : { isPosted: true, shown: outcome, refused: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { fields = {}, status, title } = error.body();
    res.statusCode = status;
    for (const [name, value] of Object.entries(error.headers)) res.setHeader(name, value);
    const refused = { form, status, title, fields, typed: withoutPasswords(said) };
    return { isPosted: true, shown: null, refused };
  }
}
