// Loaded in the head, before anything is painted: a reader who chose light or dark sees nothing else first.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage can be forbidden; then the system's preference stands.
}
