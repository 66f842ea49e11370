// On readers' pages with the script of another site (ANALYTICS_SCRIPT): links to pages that must not have it are full page loads, instead
// of being shown within this document. Runs before React's handler, which would prevent that.
{
  const readerPath = new RegExp(document.currentScript.dataset.stay);

  const leave = (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    if (link && link.origin === location.origin && !readerPath.test(link.pathname)) event.stopPropagation();
  };
  document.addEventListener("click", leave, true);
}
