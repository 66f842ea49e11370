import { screen } from "@testing-library/react";
import { PostView } from "#components/posts/post-view";
import { mapTextFields, type PostText, type TextFieldName } from "#lib/shared/post-fields";
import { somePost } from "#support/posts";
import { show } from "#support/render";

/** The content is shown as the rendering, the excerpt in lists and in the page's head. */
const NOT_SHOWN: TextFieldName[] = ["content", "excerpt"];

test("PostView — a post with every text field — shows each of them", () => {
  const text = mapTextFields((name) => (name === "tags" ? ["value-of-tags"] : `value-of-${name}`)) as PostText;
  const rendering = { html: "<p>value-of-content</p>", contents: [] };
  show(<PostView post={somePost(text)} rendering={rendering} neighbours={{ older: null, newer: null }} />);
  const shown = mapTextFields((name) => screen.queryAllByText(new RegExp(`value-of-${name}`)).length > 0);
  expect(shown).toEqual(mapTextFields((name) => name === "content" || !NOT_SHOWN.includes(name)));
});
