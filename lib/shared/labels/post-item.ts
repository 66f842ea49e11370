// Labels of a post in a list.

export const publishing = "Publishing…";
export const draft = "Draft";
export const minutes = (written: string) => `${written} min`;
