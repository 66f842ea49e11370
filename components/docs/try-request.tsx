import { type FormEvent, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { ApiError, type RawResponse, sendRaw } from "#lib/client/api";
import type { Operation, Parameter } from "#lib/shared/reference";
import { ReplyView } from "./reply-view.tsx";

type Props = {
  operation: Operation;
  /** One key for all forms of a page; it is kept nowhere else. */
  apiKey: string;
  onApiKey: (key: string) => void;
};

/** What the form's fields ask for. */
function requestOf({ method, path, parameters = [], body }: Operation, form: FormData) {
  const filled = parameters
    .map(({ in: place, name }) => ({ place, name, value: String(form.get(`${place}.${name}`) ?? "") }))
    .filter(({ value }) => value !== "");
  const of = (wanted: Parameter["in"]) => filled.filter(({ place }) => place === wanted);
  const key = String(form.get("key"));
  const query = new URLSearchParams(of("query").map(({ name, value }) => [name, value]));
  const address = of("path").reduce(
    (whole, { name, value }) => whole.replace(`{${name}}`, encodeURIComponent(value)),
    path,
  );
  const headers = {
    ...Object.fromEntries(of("header").map(({ name, value }) => [name, value])),
    ...(body && { "Content-Type": body.mediaTypes[0] ?? "" }),
    ...(key && { Authorization: `Bearer ${key}` }),
  };
  return {
    path: query.size > 0 ? `${address}?${query}` : address,
    init: { method, headers, ...(body && { body: String(form.get("body")) }) },
  };
}

function ParameterField({ parameter }: { parameter: Parameter }) {
  const { in: place, name, values, isRequired, example } = parameter;
  const id = useId();
  const same = { id, name: `${place}.${name}`, className: "control" };
  return (
    <div>
      <label htmlFor={id}>
        <code>{name}</code>
      </label>
      {values ? (
        <select {...same}>
          {!isRequired && <option value="" />}
          {values.map((value) => (
            <option key={value}>{value}</option>
          ))}
        </select>
      ) : (
        <input
          {...same}
          type="text"
          required={isRequired}
          defaultValue={isRequired ? example : undefined}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      )}
    </div>
  );
}

/** A form that sends one request and shows what came back. Without JavaScript it is not there. */
export function TryRequest({ operation, apiKey, onApiKey }: Props) {
  const { method, parameters, body, summary } = operation;
  const id = useId();
  const isSending = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [reply, setReply] = useState<RawResponse>();
  const [failure, setFailure] = useState<string>();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isSending.current) return;
    const { path, init } = requestOf(operation, new FormData(event.currentTarget));
    isSending.current = true;
    setBusy(true);
    setFailure(undefined);
    try {
      setReply(await sendRaw(path, init));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setReply(undefined);
      setFailure(error.message);
    } finally {
      isSending.current = false;
      setBusy(false);
    }
  }

  return (
    <details className="try no-script:hidden">
      <summary>Try it</summary>
      <form aria-label={`Try: ${summary}`} onSubmit={submit}>
        <div className="fields">
          {parameters?.map((parameter) => (
            <ParameterField key={parameter.in + parameter.name} parameter={parameter} />
          ))}
          <div>
            <label htmlFor={`${id}-key`}>API key, if one is needed</label>
            <input
              id={`${id}-key`}
              name="key"
              type="password"
              autoComplete="off"
              className="control"
              value={apiKey}
              onChange={(event) => onApiKey(event.target.value)}
            />
          </div>
        </div>
        {body && (
          <div>
            <label htmlFor={`${id}-body`}>Body</label>
            <textarea
              id={`${id}-body`}
              name="body"
              rows={body.example.split("\n").length}
              defaultValue={body.example}
              spellCheck={false}
              className="control field-sizing-content"
            />
          </div>
        )}
        <Button type="submit" variant={method === "DELETE" ? "danger" : "main"} isBusy={isBusy}>
          Send {method}
        </Button>
        {failure && (
          <p role="alert" className="border-l-2 border-danger pl-3 text-danger">
            {failure}.
          </p>
        )}
        <div role="status">{reply && <ReplyView reply={reply} />}</div>
      </form>
    </details>
  );
}
