// A marker in the chat shows its turn's evidence and the words it stands for; a marker in the panel leads back to the chat.
// One listener on the document, because Gradio redraws both while an answer grows.
() => {
  const shown = new CSSStyleSheet();
  document.adoptedStyleSheets.push(shown);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#cite-'], a[href^='#said-']");
    if (!link) return;
    event.preventDefault();
    const [kind, turn, number] = link.hash.slice(1).split("-");
    if (kind === "cite") show(turn);
    const target = document.querySelector(
      kind === "cite" ? `mark[data-cite~="${turn}-${number}"]` : `#chat a[href="#cite-${turn}-${number}"]`
    );
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "center" });
  });

  // page.css shows the last section. This rule shows another for as long as the last one is what it is now: so a new answer
  // shows its own, and a redraw, which would take away a class or an attribute, changes nothing.
  function show(turn) {
    const last = document.querySelector("#evidence section:last-of-type")?.id;
    const now = `#evidence :has(> #${last}:last-of-type)`;
    shown.replaceSync(`${now} > section { display: none } ${now} > #turn-${turn} { display: block }`);
  }

  // A new question goes to the top, wherever one had scrolled. And what Gradio tells a screen reader is mended: it labels each
  // message with its source, which for ours would be read out as HTML, does not say whether the filters are unfolded, and
  // calls a name that can be taken out by a number.
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (node instanceof Element && node.matches("#chat .user-row")) node.scrollIntoView({ block: "start" });
    }
    for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) message.removeAttribute("aria-label");
    for (const fold of document.querySelectorAll("#fold .label-wrap")) put(fold, "aria-expanded", fold.matches(".open"));
    for (const name of document.querySelectorAll("#fold .token")) {
      put(name.querySelector(".token-remove"), "aria-label", `Remove ${name.innerText.trim()}`);
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true, attributeFilter: ["aria-label", "class"] });

  function put(element, attribute, value) {
    if (element && element.getAttribute(attribute) !== String(value)) element.setAttribute(attribute, value);
  }
};
