// Deferred until the page is parsed. Loads the scripts that hydrate it after the first paint.
{
  const { scripts } = document.currentScript.dataset;
  let isStarted = false;

  const start = () => {
    if (isStarted) return;
    isStarted = true;
    for (const src of scripts.split(" ")) {
      const script = document.createElement("script");
      script.src = src;
      script.async = false; // executes in order
      document.head.append(script);
    }
  };

  if (document.hidden) {
    start(); // A hidden page is not painted.
  } else {
    new PerformanceObserver(start).observe({ type: "paint", buffered: true });
    document.addEventListener("visibilitychange", start);
    setTimeout(start, 1000); // Browsers may not report a paint.
  }
}
