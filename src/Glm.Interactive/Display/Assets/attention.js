function (root) {
  if (!root) return;
  root.querySelector(".glm-still-heads").remove();
  var data = JSON.parse(root.querySelector("script.glm-data").textContent), n = data.n, size = n * n;
  var raw = Uint8Array.from(atob(data.values), function (c) { return c.charCodeAt(0); });
  var svgns = "http://www.w3.org/2000/svg", layer = data.layer, head = data.head, hovered = -1;
  var symmetric = root.querySelector(".glm-symmetric"), readout = root.querySelector(".glm-readout");
  var heat = root.querySelector(".glm-heat"), cells = heat.querySelector(".glm-cells"), rects = cells.children;
  var maps = [].map.call(root.querySelectorAll(".glm-arc-map"), function (svg) {
    return { arcs: svg.querySelector(".glm-arcs"), genes: [].slice.call(svg.querySelectorAll(".glm-gene[data-gene]")) };
  });

  // 256 colours between the palette's stops.
  var stops = data.colors.map(function (c) { return [1, 3, 5].map(function (k) { return parseInt(c.substr(k, 2), 16); }); });
  var ramp = [];
  for (var r = 0; r < 256; r++) {
    var place = r / 255 * (stops.length - 1), low = Math.min(Math.floor(place), stops.length - 2);
    ramp.push(stops[low].map(function (v, k) { return Math.round(v + (stops[low + 1][k] - v) * (place - low)); }));
  }
  function values(l, h) {
    var start = (l * data.heads + h) * size, scale = data.scales[l * data.heads + h], out = new Float64Array(size);
    for (var i = 0; i < size; i++)
      out[i] = scale * (data.bytes === 2 ? raw[2 * (start + i)] + 256 * raw[2 * (start + i) + 1] : raw[start + i]);
    return out;
  }
  function folded(a) {
    var out = new Float64Array(size);
    for (var i = 0; i < n; i++) for (var j = 0; j < n; j++) out[i * n + j] = a[i * n + j] + a[j * n + i];
    return out;
  }
  function name(l, h) { return "layer " + l + ", " + (data.reduction || "head " + h); }
  function most(a) { var m = 1e-9; for (var i = 0; i < a.length; i++) if (a[i] > m) m = a[i]; return m; }
  function color(share) { return ramp[Math.max(0, Math.min(255, Math.round(255 * share)))]; }

  // The grid of heads: a button for each, of which one at a time is reached by the tab key, the others by arrow keys from there.
  var grid = root.querySelector(".glm-heads"), buttons = [], focused = data.layer * data.heads + data.head;
  var room = Math.min(460, (root.clientWidth || 500) - 50);
  var tile = Math.max(14, Math.min(56, Math.floor(Math.min(440 / data.layers, room / data.heads)) - 3));
  function add(parent, tag, role, text, style) {
    var made = document.createElement(tag);
    if (role) made.setAttribute("role", role);
    made.textContent = text;
    made.style.cssText = style || "";
    return parent.appendChild(made);
  }
  grid.setAttribute("role", "grid");
  grid.setAttribute("aria-label", "heads by layer");
  grid.style.gridTemplateColumns = "max-content max-content repeat(" + data.heads + "," + tile + "px)";
  add(grid, "span", "presentation", "head", "grid-column:3/-1;grid-row:1;justify-self:start");
  add(grid, "span", "presentation", "layer", "grid-column:1;grid-row:3/span " + data.layers + ";writing-mode:vertical-rl;transform:rotate(180deg)");
  var top = add(grid, "div", "row", "", "display:contents");
  for (var c = 0; c < data.heads; c++) add(top, "span", "columnheader", c, "grid-row:2;grid-column:" + (c + 3));
  for (var l = 0; l < data.layers; l++) {
    var row = add(grid, "div", "row", "", "display:contents");
    add(row, "span", "rowheader", l, "grid-column:2;grid-row:" + (l + 3));
    for (var h = 0; h < data.heads; h++) {
      var button = add(row, "button", "gridcell", "", "grid-column:" + (h + 3) + ";grid-row:" + (l + 3));
      button.type = "button";
      button.title = name(l, h);
      button.setAttribute("aria-label", button.title);
      var small = document.createElement("canvas");
      small.width = small.height = n;
      small.style.cssText = "width:" + tile + "px;height:" + tile + "px;image-rendering:" + (tile < n ? "auto" : "pixelated");
      button.appendChild(small);
      buttons.push(button);
    }
  }
  function paintTiles() {
    buttons.forEach(function (button, k) {
      var a = values(Math.floor(k / data.heads), k % data.heads), largest;
      if (symmetric.checked) a = folded(a);
      largest = most(a);
      var image = new ImageData(n, n);
      for (var i = 0; i < size; i++) { image.data.set(color(a[i] / largest), 4 * i); image.data[4 * i + 3] = 255; }
      button.firstChild.getContext("2d").putImageData(image, 0, 0);
    });
  }
  function paintGrid() {
    buttons.forEach(function (button, k) {
      button.setAttribute("aria-selected", k === layer * data.heads + head);
      button.tabIndex = k === focused ? 0 : -1;
    });
  }
  function choose(k) {
    focused = k;
    layer = Math.floor(k / data.heads);
    head = k % data.heads;
    paint();
  }
  buttons.forEach(function (button, k) { button.addEventListener("click", function () { choose(k); }); });
  grid.addEventListener("keydown", function (e) {
    var h = focused % data.heads, l = Math.floor(focused / data.heads);
    if (e.key === "ArrowRight") h++;
    else if (e.key === "ArrowLeft") h--;
    else if (e.key === "ArrowDown") l++;
    else if (e.key === "ArrowUp") l--;
    else if (e.key === "Home") h = 0;
    else if (e.key === "End") h = data.heads - 1;
    else return; // Enter and the space bar click
    e.preventDefault();
    e.stopPropagation(); // notebooks have uses of their own for arrow keys
    focused = Math.max(0, Math.min(data.layers - 1, l)) * data.heads + Math.max(0, Math.min(data.heads - 1, h));
    paintGrid();
    buttons[focused].focus();
  });

  // The chosen head.
  var current, contacts;
  function paint() {
    var a = values(layer, head);
    contacts = folded(a);
    current = symmetric.checked ? contacts : a;
    var top = most(current);
    for (var i = 0; i < size; i++) rects[i].setAttribute("fill", "rgb(" + color(current[i] / top).join() + ")");
    heat.querySelector(".glm-most").textContent = top.toFixed(3);
    root.querySelectorAll(".glm-which,.glm-shown").forEach(function (which) { which.textContent = name(layer, head); });
    paintArcs();
    paintGrid();
  }
  function paintArcs() {
    var pairs = [], top = 1e-9;
    for (var i = 0; i < n; i++) for (var j = i + 1; j < n; j++) {
      var w = contacts[i * n + j];
      if (w > top) top = w;
      if (w > 0 && (hovered < 0 || i === hovered || j === hovered)) pairs.push([i, j, w]);
    }
    pairs.sort(function (p, q) { return q[2] - p[2]; });
    maps.forEach(function (map) {
      var baseline = +map.arcs.dataset.baseline;
      map.arcs.textContent = "";
      pairs.slice(0, data.arcLimit).forEach(function (p) {
        var x1 = +map.genes[p[0]].dataset.x, x2 = +map.genes[p[1]].dataset.x, share = p[2] / top;
        var peak = baseline - 2 * (10 + (data.arcHeight - 20) * (p[1] - p[0]) / Math.max(1, n - 1));
        var path = document.createElementNS(svgns, "path"), title = document.createElementNS(svgns, "title");
        path.setAttribute("d", "M" + x1 + " " + baseline + "Q" + (x1 + x2) / 2 + " " + peak + " " + x2 + " " + baseline);
        path.setAttribute("stroke-width", (0.6 + 4.4 * share).toFixed(2));
        path.setAttribute("stroke-opacity", (0.15 + 0.75 * share).toFixed(2));
        title.textContent = data.names[p[0]] + " – " + data.names[p[1]] + ": " + p[2].toFixed(4);
        path.appendChild(title);
        map.arcs.appendChild(path);
      });
    });
  }

  symmetric.addEventListener("change", function () { paintTiles(); paint(); });
  heat.addEventListener("mousemove", function (e) {
    var box = heat.getBoundingClientRect(), unit = heat.viewBox.baseVal.width / box.width;
    var j = Math.floor(((e.clientX - box.left) * unit - cells.dataset.left) / cells.dataset.cell);
    var i = Math.floor(((e.clientY - box.top) * unit - cells.dataset.top) / cells.dataset.cell);
    readout.textContent = i < 0 || j < 0 || i >= n || j >= n ? "\u00a0" :
      symmetric.checked ? data.names[i] + " – " + data.names[j] + ": " + current[i * n + j].toFixed(4)
        : "query " + data.names[i] + " → key " + data.names[j] + ": " + current[i * n + j].toFixed(4);
  });
  heat.addEventListener("mouseleave", function () { readout.textContent = "\u00a0"; });
  maps.forEach(function (map) {
    map.genes.forEach(function (gene) {
      gene.addEventListener("mouseenter", function () { hovered = +gene.dataset.gene; paintArcs(); });
      gene.addEventListener("mouseleave", function () { hovered = -1; paintArcs(); });
    });
  });
  root.querySelector(".glm-save-map").addEventListener("click", function () {
    var copy = heat.cloneNode(true), link = document.createElement("a");
    copy.setAttribute("color", "#24292f");
    copy.setAttribute("style", "background:#fff");
    link.href = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(copy));
    link.download = "attention-layer" + layer + "-head" + head + ".svg";
    link.click();
  });
  paintTiles();
  paintGrid();
  current = values(layer, head);
  contacts = folded(current);
}
