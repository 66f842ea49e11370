import { readFormValues, writeFormValues } from "#lib/client/form-values";
import { EMPTY_FORM } from "#lib/shared/post-form";

function formOf(html: string): HTMLFormElement {
  const form = document.createElement("form");
  form.innerHTML = html;
  return form;
}

test("readFormValues — fields that the form does not have — empty", () => {
  const form = formOf('<textarea name="content">Text</textarea>');
  expect(readFormValues(form)).toEqual({ ...EMPTY_FORM, content: "Text" });
});

test("writeFormValues — a fixed field — keeps its value, whatever the draft has", () => {
  const form = formOf('<input type="hidden" name="title" value="About" data-fixed><input name="slug" value="old">');
  writeFormValues(form, { ...EMPTY_FORM, title: "Other", slug: "new" });
  expect(readFormValues(form)).toMatchObject({ title: "About", slug: "new" });
});
