import type { FieldErrors, ProblemBody } from "#lib/shared/problems";

/** A request that the server refused, or that never reached it (status 0). */
export class ApiError extends Error {
  readonly status: number;
  /** The whole explanation (RFC 9457), where the server gave one. */
  readonly problem: Partial<ProblemBody>;

  constructor(status: number, problem: Partial<ProblemBody>) {
    super(problem.title ?? `The server responded with status ${status}`);
    this.status = status;
    this.problem = problem;
  }

  /** Every wrong field and why; empty where the failure is not about fields. */
  get fields(): FieldErrors {
    return this.problem.fields ?? {};
  }
}
