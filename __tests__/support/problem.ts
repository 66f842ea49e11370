import { z } from "zod";
import type { Answer } from "./call.ts";

/** The form of every error response: RFC 9457, with `error` repeating `title`. */
const ProblemBody = z
  .strictObject({
    type: z.string().regex(/^\/docs\/errors#[a-z-]+$/),
    title: z.string().min(1),
    status: z.int().min(400).max(599),
    error: z.string(),
    detail: z.string().optional(),
    fields: z.record(z.string(), z.array(z.string()).min(1)).optional(),
    reads: z.boolean().optional(),
    writes: z.boolean().optional(),
  })
  .refine(({ error, title }) => error === title, "error repeats title");

/** Parses the problem of a response, and checks its form and media type. */
export function problemIn({ status, headers, json }: Answer): z.infer<typeof ProblemBody> {
  ProblemBody.parse(json());
  const problem = json() as z.infer<typeof ProblemBody>;
  expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  expect(problem.status).toBe(status);
  return problem;
}
