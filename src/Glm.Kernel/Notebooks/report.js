(() => {
  const button = document.getElementById("toggle-code");
  button.addEventListener("click", () => {
    const hidden = document.body.classList.toggle("no-code");
    button.textContent = hidden ? "Show code" : "Hide code";
    button.setAttribute("aria-pressed", String(hidden));
  });
})();
