// On the page that is opened with words on their way to it, keys pressed before they are there are held, to follow them
// (carried.js takes over). On any other page, such as one to sign in, none is.
(() => {
  const coming = JSON.parse(sessionStorage.getItem("fyr-coming") ?? "null");
  sessionStorage.removeItem("fyr-coming");
  if (!coming || Date.now() - coming.at > 30_000) return;
  const pressed = [];
  function hold(event) {
    const isWords = event.key.length === 1 || ["Backspace", "Enter", "Tab"].includes(event.key);
    if (!isWords || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    pressed.push(event.key);
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  function stop() {
    removeEventListener("keydown", hold, true);
    return pressed;
  }
  if (coming.address === location.href) addEventListener("keydown", hold, true);
  setTimeout(stop, 30_000);
  window.fyrComing = { key: coming.key, stop };
})();
