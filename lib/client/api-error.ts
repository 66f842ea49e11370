import type { FieldErrors, ProblemBody } from "#lib/shared/problems";

/** An error response, or a request that did not reach the server (status 0). */
export class ApiError extends Error {
  readonly status: number;
  /** The problem details (RFC 9457); empty if the response had none. */
  readonly problem: Partial<ProblemBody>;
  /** How long to wait before the next try, in seconds, if the response says so (RFC 9110, section 10.2.3). */
  readonly retryAfter: number | undefined;

  constructor(status: number, problem: Partial<ProblemBody>, retryAfter?: number) {
    super(problem.title ?? `The server responded with status ${status}`);
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  /** The messages of each invalid field; empty if the error is not about fields. */
  get fields(): FieldErrors {
    return this.problem.fields ?? {};
  }
}

/** What is wrong, as sentences for people. */
export const reasonOf = ({ message, problem }: ApiError): string => problem.detail ?? `${message}.`;
