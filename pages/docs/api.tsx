import { useState } from "react";
import { DocsLayout } from "#components/docs/docs-layout";
import { ReferenceView } from "#components/docs/reference-view";
import { TryRequest } from "#components/docs/try-request";
import { apiReference } from "#lib/server/docs/reference";
import { setPageCaching, withEntityTag } from "#lib/server/http/page-caching";
import { memoize } from "#lib/server/memoize";
import type { Reference } from "#lib/shared/reference";

const getReference = memoize(apiReference);

type Props = { reference: Reference };

export const getServerSideProps = withEntityTag<Props>(async ({ res }) => {
  setPageCaching(res, true);
  return { props: { reference: getReference() } };
});

export default function ApiPage({ reference }: Props) {
  const [apiKey, setApiKey] = useState("");
  return (
    <DocsLayout
      title="API reference"
      description="Every endpoint of the REST API, with its parameters, bodies, replies and errors."
      href="/docs/api"
      lead="Every endpoint, drawn from the same schemas that check each request."
    >
      <ReferenceView
        reference={reference}
        form={(operation) =>
          // A file cannot be typed.
          operation.body && operation.body.example === undefined ? null : (
            <TryRequest operation={operation} apiKey={apiKey} onApiKey={setApiKey} />
          )
        }
      />
    </DocsLayout>
  );
}
