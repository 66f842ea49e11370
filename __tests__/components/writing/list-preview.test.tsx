import { screen } from "@testing-library/react";
import { createRef } from "react";
import { ListPreview } from "#components/writing/list-preview";
import { pageHtml } from "#lib/server/rendering/page-html";
import { generateExcerpt } from "#lib/server/rendering/plain-text";
import { renderPost } from "#lib/server/rendering/render";
import { show } from "#support/render";

test.each([
  ["a footnote", "It begins[^1].\n\n[^1]: Or not."],
  ["an alert", "> [!TIP]\n> It begins."],
  ["a video", "https://youtu.be/dQw4w9WgXcQ\n\nIt begins."],
  ["a caption", '![a cat](https://example.org/cat.png "Olga")\n\nIt begins.'],
  ["code with a title", '```js title="app.js"\na;\n```\n\nIt begins.'],
  ["a heading and a table", "# A\n\n| b |\n|---|\n| c |\n\nIt begins."],
])("ListPreview — %s — the excerpt that the server generates", async (_name, content) => {
  const form = createRef<HTMLFormElement>();
  const html = await pageHtml(undefined as never, renderPost(content).html);
  show(
    <>
      <form ref={form} />
      <ListPreview form={form} html={html} post={undefined} />
    </>,
  );
  expect(screen.getAllByText(generateExcerpt(content))).not.toHaveLength(0);
});
