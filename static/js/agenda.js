// The agenda page: keeps itself for reading without a network, and offers the time of the reader's own clock.
(() => {
  const own = document.currentScript.dataset;

  if ("serviceWorker" in navigator) navigator.serviceWorker.register(own.worker).catch(() => null);

  const link = document.querySelector(".agenda-zone");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (link && zone && zone !== own.zone && !document.querySelector(".agenda-reader")) {
    link.href = `${own.zoneUrl}?zone=${encodeURIComponent(zone)}`;
    link.textContent = `Show ${zone.split("/").pop().replaceAll("_", " ")} time too`;
  }
})();
