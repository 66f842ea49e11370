type Fields = HTMLFormElement | null;

const isChanged = (field: Element) => {
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (!(field instanceof HTMLInputElement) || field.type === "hidden") return false;
  return field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
};

/** Whether a form differs from the values it was rendered with, typed before or after hydration. */
export function hasUnsaved(form: Fields): boolean {
  return form !== null && [...form.elements].some(isChanged);
}
