import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { Textarea } from "#components/ui/textarea";
import { type RawResponse, sendRaw } from "#lib/client/api";
import { useAction } from "#lib/client/use-action";
import type { Operation, Parameter } from "#lib/shared/reference";
import { ReplyView } from "./reply-view.tsx";

type Props = {
  operation: Operation;
  /** Shared by all forms of the page and stored nowhere. */
  apiKey: string;
  onApiKey: (key: string) => void;
};

/** Builds the request from the form's fields. */
function toRequest({ method, path, parameters = [], body }: Operation, form: FormData) {
  const filled = parameters
    .map(({ in: location, name }) => ({ location, name, value: String(form.get(`${location}.${name}`) ?? "") }))
    .filter(({ value }) => value !== "");
  const valuesIn = (wanted: Parameter["in"]) => filled.filter(({ location }) => location === wanted);
  const key = String(form.get("key"));
  const query = new URLSearchParams(valuesIn("query").map(({ name, value }) => [name, value]));
  const filledPath = valuesIn("path").reduce(
    (result, { name, value }) => result.replace(`{${name}}`, encodeURIComponent(value)),
    path,
  );
  const headers = {
    ...Object.fromEntries(valuesIn("header").map(({ name, value }) => [name, value])),
    ...(body && { "Content-Type": body.mediaTypes[0] ?? "" }),
    ...(key && { Authorization: `Bearer ${key}` }),
  };
  return {
    path: query.size > 0 ? `${filledPath}?${query}` : filledPath,
    init: { method, headers, ...(body && { body: String(form.get("body")) }) },
  };
}

function ParameterField({ parameter }: { parameter: Parameter }) {
  const { in: location, name, values, isRequired, example } = parameter;
  const id = useId();
  const common = { id, name: `${location}.${name}`, className: "control" };
  return (
    <div>
      <label htmlFor={id}>
        <code>{name}</code>
      </label>
      {values ? (
        <select {...common}>
          {!isRequired && <option value="" />}
          {values.map((value) => (
            <option key={value}>{value}</option>
          ))}
        </select>
      ) : (
        <input
          {...common}
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

/** A form that sends one request and shows the response. Hidden without JavaScript. */
export function TryRequest({ operation, apiKey, onApiKey }: Props) {
  const { method, parameters, body, summary } = operation;
  const id = useId();
  const [reply, setReply] = useState<RawResponse>();
  const { run, isBusy, error } = useAction(
    async (form: HTMLFormElement) => {
      const { path, init } = toRequest(operation, new FormData(form));
      setReply(await sendRaw(path, init));
    },
    { onError: () => setReply(undefined) },
  );

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void run(event.currentTarget);
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
        {body?.example !== undefined && (
          <div>
            <label htmlFor={`${id}-body`}>Body</label>
            <Textarea
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
        {error && <Notice kind="error">{error.title}.</Notice>}
        <div role="status">{reply && <ReplyView reply={reply} />}</div>
      </form>
    </details>
  );
}
