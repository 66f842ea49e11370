import { type FieldErrors, type ProblemBody, type ProblemType, problemTypes } from "#lib/shared/problems";

type Details = {
  /** Replaces the type's title where that is too general. */
  title?: string;
  detail?: string;
  fields?: FieldErrors;
  /** The current state of the resource that the client wanted to change. */
  current?: Record<string, unknown>;
  /** Which kinds of access the database allows. */
  ready?: { reads: boolean; writes: boolean };
  headers?: Record<string, string>;
};

/** An error that is reported to the client. Thrown anywhere on the server, sent by the wrapper around handlers (http/route.ts). */
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

  /** The response body (RFC 9457). */
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
