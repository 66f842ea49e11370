// Runs in the head before the first paint, so that the chosen theme is applied at once.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system preference applies.
}
