// On the page that a key opens, letters typed before its field has the focus are held for it (focus.js takes over).
(() => {
  const carried = JSON.parse(sessionStorage.getItem("fyr-waiting") ?? "null");
  sessionStorage.removeItem("fyr-waiting");
  if (!carried || Date.now() - carried.at > 30_000) return;
  let text = carried.text;
  function hold(event) {
    if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    text += event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  function stop() {
    removeEventListener("keydown", hold, true);
    delete window.fyrEarly;
    return text;
  }
  addEventListener("keydown", hold, true);
  setTimeout(stop, 30_000);
  window.fyrEarly = stop;
})();
