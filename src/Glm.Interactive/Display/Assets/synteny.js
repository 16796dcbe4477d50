function (root) {
  if (!root) return;
  var plots = JSON.parse(root.querySelector("script.glm-data").textContent), zooms = [];
  root.querySelectorAll("[data-zoom]").forEach(function (button) {
    button.addEventListener("click", function () { zooms.forEach(function (zoom) { zoom(+button.dataset.zoom); }); });
  });
  root.querySelector(".glm-save-map").addEventListener("click", function () {
    var svg = root.querySelector(root.classList.contains("glm-thin") ? ".glm-synteny.glm-narrow" : ".glm-synteny.glm-wide");
    var copy = svg.cloneNode(true), paper = document.createElementNS("http://www.w3.org/2000/svg", "rect"), link = document.createElement("a");
    copy.removeAttribute("style");
    copy.setAttribute("color", "#24292f");
    [["width", "100%"], ["height", "100%"], ["fill", "#ffffff"]].forEach(function (pair) { paper.setAttribute(pair[0], pair[1]); });
    copy.insertBefore(paper, copy.firstChild);
    link.href = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(copy));
    link.download = "genes.svg";
    link.click();
  });
  root.querySelectorAll(".glm-synteny").forEach(function (svg) {
    move(svg, svg.classList.contains("glm-narrow") ? plots.narrow : plots.wide);
  });

  function move(svg, data) {
    function all(selector) { return [].slice.call(svg.querySelectorAll(selector)); }
    var shapes = svg.querySelector(".glm-shapes"), bar = svg.querySelector(".glm-bar"), labels = all(".glm-label"), under = all(".glm-under");
    var genes = all(".glm-gene"), bands = all(".glm-band"), keys = all(".glm-key"), alone = null;
    var k = 1, shift = 0; // a place p of the whole picture is seen at k * p + shift

    function lay() {
      k = Math.max(1, Math.min(400, k));
      shift = Math.min(0, Math.max(data.width * (1 - k), shift));
      shapes.setAttribute("transform", "matrix(" + k + " 0 0 1 " + shift + " 0)");
      var last = {};
      labels.forEach(function (label) {
        var x = k * label.dataset.x + shift, y = label.dataset.y;
        var room = x >= -4 && x <= data.width && !(x - last[y] < 20);
        label.setAttribute("display", room ? "inline" : "none");
        if (!room) return;
        last[y] = x;
        label.setAttribute("x", x);
        label.setAttribute("transform", "rotate(" + label.dataset.angle + " " + x + " " + y + ")");
      });
      under.forEach(function (name) {
        var x = k * name.dataset.x + shift;
        name.setAttribute("x", x);
        name.setAttribute("display", x >= 0 && x <= data.width && name.dataset.width < k * name.dataset.room + 6 ? "inline" : "none");
      });
      if (bar) {
        var per = data.perPixel / k, wanted = per * 140, power = Math.pow(10, Math.floor(Math.log10(Math.max(1, wanted))));
        var length = power * (wanted >= 5 * power ? 5 : wanted >= 2 * power ? 2 : 1);
        bar.querySelector("line").setAttribute("x2", length / per);
        var text = bar.querySelector("text");
        text.setAttribute("x", length / per + 6);
        text.textContent = length >= 1e6 ? length / 1e6 + " Mb" : length >= 1000 ? length / 1000 + " kb" : length + " bp";
      }
    }
    function zoom(factor, at) {
      var next = Math.max(1, Math.min(400, k * factor));
      shift = at - (at - shift) * next / k;
      k = next;
      lay();
    }
    function place(event) {
      var box = svg.getBoundingClientRect();
      return (event.clientX - box.left) * svg.viewBox.baseVal.width / box.width - data.left;
    }

    zooms.push(function (factor) {
      if (factor) zoom(factor, data.width / 2);
      else { k = 1; shift = 0; lay(); }
    });
    svg.addEventListener("wheel", function (event) {
      if (!event.ctrlKey) return; // a page scrolls as ever
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 300), place(event));
    }, { passive: false });
    var held = null;
    svg.addEventListener("pointerdown", function (event) {
      if (event.button || event.target.closest(".glm-key")) return;
      held = { from: place(event), shift: shift };
      svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointermove", function (event) {
      if (!held) return;
      shift = held.shift + place(event) - held.from;
      lay();
    });
    ["pointerup", "pointercancel"].forEach(function (name) { svg.addEventListener(name, function () { held = null; }); });

    function show(pick) {
      genes.concat(bands).forEach(function (shape) { shape.style.opacity = !pick || pick(shape) ? "" : "0.13"; });
    }
    function rest() {
      keys.forEach(function (key) { key.style.opacity = alone && key.dataset.color !== alone ? "0.35" : ""; });
      show(alone && function (shape) { return shape.dataset.color === alone; });
    }
    genes.concat(bands).forEach(function (shape) {
      if (shape.dataset.group === undefined) return;
      shape.addEventListener("mouseenter", function () { if (!held) show(function (other) { return other.dataset.group === shape.dataset.group; }); });
      shape.addEventListener("mouseleave", rest);
    });
    keys.forEach(function (key) {
      if (key.dataset.color === "none") return;
      key.style.cursor = "pointer";
      key.addEventListener("click", function () { alone = alone === key.dataset.color ? null : key.dataset.color; rest(); });
    });
  }
}
