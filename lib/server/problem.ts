import { type FieldErrors, type ProblemBody, type ProblemType, problemTypes } from "#lib/shared/problems";

type Details = {
  /** What went wrong this time, where the type's own title is too general. */
  title?: string;
  detail?: string;
  fields?: FieldErrors;
  /** The newest state of what the caller wanted to change. */
  current?: Record<string, unknown>;
  /** What the database can be used for. */
  ready?: { reads: boolean; writes: boolean };
  headers?: Record<string, string>;
};

/** A failure that a caller is told about. Thrown anywhere on the server, answered by the wrapper around handlers. */
export class Problem extends Error {
  readonly type: ProblemType;
  readonly status: number;
  readonly headers: Record<string, string>;
  private readonly details: Details;

  constructor(type: ProblemType, details: Details = {}) {
    super(details.title ?? problemTypes[type].title);
    this.type = type;
    this.status = problemTypes[type].status;
    this.headers = details.headers ?? {};
    this.details = details;
  }

  /** The reply's body, RFC 9457. */
  body(): ProblemBody {
    const { current, detail, fields, ready } = this.details;
    return {
      type: `/docs/errors#${this.type}`,
      title: this.message,
      status: this.status,
      error: this.message,
      ...(detail && { detail }),
      ...(fields && { fields }),
      ...(current && { current }),
      ...ready,
    };
  }
}
