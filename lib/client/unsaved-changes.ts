type Fields = HTMLFormElement | null;

const isChanged = (field: Element) => {
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (!(field instanceof HTMLInputElement) || field.type === "hidden") return false;
  return field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
};

/** Whether something stands in a form that did not stand there when the page came, typed before its script or after. */
export function hasUnsaved(form: Fields): boolean {
  return form !== null && [...form.elements].some(isChanged);
}
