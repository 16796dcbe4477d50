function (root) {
  if (!root) return;
  var data = JSON.parse(root.querySelector("script.glm-data").textContent), classes = data.classes;
  document.getElementById(data.box).glmDrawn.then(function (chart) {
    var plot = chart.plot, all = plot.data.map(function (_, k) { return k; }), left = all.slice(0, classes), chosen = [];
    var count = root.querySelector(".glm-count"), search = root.querySelector(".glm-search");
    // Trace k of the left map and trace k + classes of the right map hold the same points in the same order; of very many points the
    // right map's text is not sent twice.
    if (!plot.data[classes].hovertext) chart.Plotly.restyle(plot, {
      hovertext: left.map(function (k) { return plot.data[k].hovertext; })
    }, all.slice(classes));

    // points: for each class the places of the points that are marked; null for none.
    function mark(points, what) {
      var keys = {};
      if (points) points.forEach(function (places, k) { places.forEach(function (place) { keys[data.keys[k][place]] = 1; }); });
      chosen = Object.keys(keys);
      count.textContent = !points ? "nothing selected" : chosen.length + " " + data.level + (chosen.length === 1 ? "" : "s") + " " + what;
      chart.Plotly.restyle(plot, { selectedpoints: all.map(function (k) { return points && points[k % classes]; }) }, all);
    }
    function clear() { search.value = ""; mark(null); }
    plot.on("plotly_selected", function (event) {
      if (!event || !event.points) return;
      var points = left.map(function () { return []; });
      event.points.forEach(function (point) { points[point.curveNumber % classes].push(point.pointIndex); });
      search.value = "";
      mark(points, "selected");
    });
    plot.on("plotly_deselect", clear);
    root.querySelector(".glm-clear").addEventListener("click", clear);

    var waiting;
    search.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(function () {
        var wanted = search.value.trim().toLowerCase();
        if (!wanted) { mark(null); return; }
        var plain = wanted.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;"); // as the texts are written
        mark(left.map(function (k) {
          var texts = plot.data[k].hovertext, keys = data.keys[k], found = [];
          for (var i = 0; i < keys.length; i++)
            if (texts[i].toLowerCase().indexOf(plain) >= 0 || keys[i].toLowerCase().indexOf(wanted) >= 0) found.push(i);
          return found;
        }), "found");
      }, 200);
    });

    root.querySelector(".glm-tsv").addEventListener("click", function () {
      var link = document.createElement("a");
      link.download = "selected-" + data.level + "s.tsv";
      link.href = URL.createObjectURL(new Blob(["id\n" + chosen.map(function (key) { return key + "\n"; }).join("")], { type: "text/tab-separated-values" }));
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    });
    root.querySelector(".glm-copy").addEventListener("click", function () {
      var code = "string[] selected = [" + chosen.map(function (key) { return JSON.stringify(key); }).join(", ") + "];";
      function byHand() {
        var field = document.createElement("textarea");
        field.value = code;
        root.appendChild(field);
        field.select();
        document.execCommand("copy");
        field.remove();
      }
      if (navigator.clipboard) navigator.clipboard.writeText(code).catch(byHand); else byHand();
      count.textContent = chosen.length + " copied: paste them into a cell, then #!glm map --select selected";
    });
  }).catch(function () {});
}
