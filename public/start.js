// Deferred: the page has been read. What makes it an app is fetched when it has been seen, too.
{
  const { scripts } = document.currentScript.dataset;
  let isStarted = false;

  const start = () => {
    if (isStarted) return;
    isStarted = true;
    for (const src of scripts.split(" ")) {
      const script = document.createElement("script");
      script.src = src;
      script.async = false; // in their order
      document.head.append(script);
    }
  };

  if (document.hidden) {
    start(); // Nothing is painted where nobody looks.
  } else {
    new PerformanceObserver(start).observe({ type: "paint", buffered: true });
    document.addEventListener("visibilitychange", start);
    setTimeout(start, 1000); // A browser need not say when it has painted.
  }
}
