function (root) {
  if (!root) return;
  // What only a script can use is kept in script elements: viewers that drop scripts drop it too, and leave no dead buttons behind.
  root.querySelectorAll("script.glm-live").forEach(function (held) {
    var holder = document.createElement("template");
    holder.innerHTML = held.textContent;
    held.parentNode.replaceChild(holder.content, held);
  });

  // A still picture becomes the drawing that it was made of: text in the page's colour, names under the mouse, shapes for scripts.
  var saved = [];
  root.querySelectorAll("img.glm-still").forEach(function (still) {
    var bytes = Uint8Array.from(atob(still.src.split(",")[1]), function (c) { return c.charCodeAt(0); });
    var source = new TextDecoder().decode(bytes), drawing = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
    if (drawing.nodeName !== "svg") return;
    if (still.parentNode.classList.contains("glm-map") && !still.classList.contains("glm-narrow")) saved.push(source);
    drawing = document.importNode(drawing, true);
    drawing.querySelectorAll("style,.glm-paper").forEach(function (own) { own.remove(); });
    drawing.removeAttribute("color");
    drawing.setAttribute("class", still.className.replace("glm-still", "glm-svg"));
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", still.alt);
    still.parentNode.replaceChild(drawing, still);
  });

  // All pictures, one below the other, as a file.
  var save = root.querySelector("button.glm-save");
  if (save) save.addEventListener("click", function () {
    var svgns = "http://www.w3.org/2000/svg", all = document.createElementNS(svgns, "svg"), width = 0, height = 0, link = document.createElement("a");
    saved.forEach(function (source) {
      var one = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
      one.setAttribute("y", height);
      width = Math.max(width, +one.getAttribute("width"));
      height += +one.getAttribute("height");
      all.appendChild(one);
    });
    all.setAttribute("width", width);
    all.setAttribute("height", height);
    link.download = save.dataset.file;
    link.href = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(all));
    link.click();
  });

  // A narrow place gets the narrow drawing.
  function fit() { root.classList.toggle("glm-thin", root.clientWidth > 0 && root.clientWidth < 620); }
  fit();
  if (window.ResizeObserver) new ResizeObserver(fit).observe(root);
  root.classList.add("glm-on");
}
