// Applies and stores the choice of a theme; loaded with the first choice.
{
  const root = document.documentElement;
  const box = document.querySelector(".theme-switch");

  const choose = () => {
    const { value } = box.querySelector(":checked");
    if (value === "system") delete root.dataset.theme;
    else root.dataset.theme = value;
    try {
      if (value === "system") localStorage.removeItem("theme");
      else localStorage.setItem("theme", value);
    } catch {
      // Without storage the choice lasts until the page is left.
    }
  };
  box.addEventListener("change", choose);
  choose();
}
