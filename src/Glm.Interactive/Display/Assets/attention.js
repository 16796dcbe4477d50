function (root) {
  if (!root) return;
  root.classList.add("glm-on");
  var data = JSON.parse(root.querySelector("script.glm-data").textContent), n = data.n, size = n * n;
  var raw = Uint8Array.from(atob(data.values), function (c) { return c.charCodeAt(0); });
  var svgns = "http://www.w3.org/2000/svg", layer = data.layer, head = data.head, hovered = -1;
  var symmetric = root.querySelector(".glm-symmetric"), readout = root.querySelector(".glm-readout");
  var heat = root.querySelector(".glm-heat"), cells = heat.querySelector(".glm-cells"), rects = cells.children;
  var arcs = root.querySelector(".glm-arcs"), canvas = root.querySelector(".glm-heads");

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
  function most(a) { var m = 1e-9; for (var i = 0; i < a.length; i++) if (a[i] > m) m = a[i]; return m; }
  function color(share) { return ramp[Math.max(0, Math.min(255, Math.round(255 * share)))]; }

  // The grid of heads.
  var tile = Math.max(14, Math.min(56, Math.floor(Math.min(440 / data.layers, 460 / data.heads)) - 3)), pitch = tile + 3;
  var sharp = Math.min(3, window.devicePixelRatio || 1), context = canvas.getContext("2d");
  canvas.width = pitch * data.heads * sharp; canvas.height = pitch * data.layers * sharp;
  canvas.style.width = pitch * data.heads + "px"; canvas.style.height = pitch * data.layers + "px";
  var tiles = [];
  function paintTiles() {
    tiles = [];
    for (var l = 0; l < data.layers; l++) for (var h = 0; h < data.heads; h++) {
      var a = values(l, h), small = document.createElement("canvas"), top;
      if (symmetric.checked) a = folded(a);
      top = most(a);
      small.width = small.height = n;
      var image = new ImageData(n, n);
      for (var i = 0; i < size; i++) { image.data.set(color(a[i] / top), 4 * i); image.data[4 * i + 3] = 255; }
      small.getContext("2d").putImageData(image, 0, 0);
      tiles.push(small);
    }
  }
  function paintGrid() {
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingEnabled = tile < n;
    tiles.forEach(function (small, k) {
      context.drawImage(small, k % data.heads * pitch + 1.5, Math.floor(k / data.heads) * pitch + 1.5, tile, tile);
    });
    context.strokeStyle = "#e66100"; context.lineWidth = 3;
    context.strokeRect(head * pitch + 1.5, layer * pitch + 1.5, tile, tile);
  }

  // The chosen head.
  var current, contacts;
  function paint() {
    var a = values(layer, head);
    contacts = folded(a);
    current = symmetric.checked ? contacts : a;
    var top = most(current);
    for (var i = 0; i < size; i++) rects[i].setAttribute("fill", "rgb(" + color(current[i] / top).join() + ")");
    heat.querySelector(".glm-most").textContent = top.toFixed(3);
    root.querySelector(".glm-which").textContent = "layer " + layer + ", head " + head;
    paintArcs();
    paintGrid();
  }
  var genes = Array.prototype.slice.call(root.querySelectorAll(".glm-gene[data-gene]"));
  function paintArcs() {
    var pairs = [], top = 1e-9, baseline = +arcs.dataset.baseline;
    for (var i = 0; i < n; i++) for (var j = i + 1; j < n; j++) {
      var w = contacts[i * n + j];
      if (w > top) top = w;
      if (w > 0 && (hovered < 0 || i === hovered || j === hovered)) pairs.push([i, j, w]);
    }
    pairs.sort(function (p, q) { return q[2] - p[2]; });
    arcs.textContent = "";
    pairs.slice(0, data.arcLimit).forEach(function (p) {
      var x1 = +genes[p[0]].dataset.x, x2 = +genes[p[1]].dataset.x, share = p[2] / top;
      var peak = baseline - 2 * (10 + (data.arcHeight - 20) * (p[1] - p[0]) / Math.max(1, n - 1));
      var path = document.createElementNS(svgns, "path"), title = document.createElementNS(svgns, "title");
      path.setAttribute("d", "M" + x1 + " " + baseline + "Q" + (x1 + x2) / 2 + " " + peak + " " + x2 + " " + baseline);
      path.setAttribute("stroke-width", (0.6 + 4.4 * share).toFixed(2));
      path.setAttribute("stroke-opacity", (0.15 + 0.75 * share).toFixed(2));
      title.textContent = data.names[p[0]] + " – " + data.names[p[1]] + ": " + p[2].toFixed(4);
      path.appendChild(title);
      arcs.appendChild(path);
    });
  }

  canvas.addEventListener("click", function (e) {
    var box = canvas.getBoundingClientRect();
    head = Math.max(0, Math.min(data.heads - 1, Math.floor((e.clientX - box.left) / box.width * data.heads)));
    layer = Math.max(0, Math.min(data.layers - 1, Math.floor((e.clientY - box.top) / box.height * data.layers)));
    paint();
  });
  canvas.addEventListener("mousemove", function (e) {
    var box = canvas.getBoundingClientRect();
    canvas.title = "layer " + Math.min(data.layers - 1, Math.floor((e.clientY - box.top) / box.height * data.layers)) +
      ", head " + Math.min(data.heads - 1, Math.floor((e.clientX - box.left) / box.width * data.heads));
  });
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
  genes.forEach(function (gene) {
    gene.addEventListener("mouseenter", function () { hovered = +gene.dataset.gene; paintArcs(); });
    gene.addEventListener("mouseleave", function () { hovered = -1; paintArcs(); });
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
