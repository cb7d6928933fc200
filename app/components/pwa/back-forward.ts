/** Going back and forward: a browser may bring a page back as it was left, when somebody else may sit in front of it by now. */

/** Hides such a page and fetches it anew: for whoever is signed in, or for nobody. */
export function reloadOnReturn(): void {
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    document.documentElement.hidden = true;
    window.location.reload();
  });
}
