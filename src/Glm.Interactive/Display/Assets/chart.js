function (box) {
  if (!box) return;
  var figure = JSON.parse(box.parentNode.querySelector("#" + box.id + "-data").textContent);
  var ready = window.__glmPlotly || new Promise(function (go) {
    window.addEventListener("glm-plotly", function () { go(window.__glmPlotly); }, { once: true });
  });

  // Text and grid follow the page's own text colour, so that a chart is readable on whatever background the notebook has.
  var own = figure.layout || (figure.layout = {});
  var fixed = { font: own.font && own.font.color, paper: own.paper_bgcolor, plot: own.plot_bgcolor };
  function look(print) {
    var ink = print ? "#1b1f24" : getComputedStyle(box).color, rgb = (!print && ink.match(/[\d.]+/g) || [60, 60, 60]).slice(0, 3).join(",");
    var change = {};
    if (!fixed.paper) change.paper_bgcolor = "rgba(0,0,0,0)";
    if (!fixed.plot) change.plot_bgcolor = "rgba(0,0,0,0)";
    if (!fixed.font && !fixed.paper) {
      change["font.color"] = ink;
      change["modebar.bgcolor"] = "rgba(0,0,0,0)";
      change["modebar.color"] = "rgba(" + rgb + ",.4)";
      change["modebar.activecolor"] = ink;
      Object.keys(own).filter(function (k) { return /^[xy]axis\d*$/.test(k); }).concat(["xaxis", "yaxis"]).forEach(function (k) {
        change[k + ".gridcolor"] = "rgba(" + rgb + ",.13)";
        change[k + ".zerolinecolor"] = "rgba(" + rgb + ",.3)";
        change[k + ".linecolor"] = "rgba(" + rgb + ",.4)";
      });
    }
    return change;
  }
  function put(target, path, value) {
    var keys = path.split("."), last = keys.pop();
    keys.forEach(function (k) { target = target[k] || (target[k] = {}); });
    target[last] = value;
  }

  // In a narrow place, panels that stand side by side go one below the other, and the legend beneath them; colour scales give way.
  var panels = box.dataset.fixed ? [] : Object.keys(own).filter(function (k) { return /^xaxis\d*$/.test(k); }).map(function (k) {
    var y = "yaxis" + (own[k].anchor || k.replace("xaxis", "y")).slice(1);
    return { x: k, y: y, across: own[k].domain || [0, 1], up: (own[y] || {}).domain || [0, 1] };
  }).sort(function (a, b) { return b.up[1] - a.up[1] || a.across[0] - b.across[0]; });
  if (!panels.some(function (a) { return panels.some(function (b) { return a.across[1] <= b.across[0]; }); })) panels = [];
  var rows = panels.filter(function (panel) { return panel.across[0] === 0; }).length || 1;
  function panelOf(note) {
    return note.xref !== "paper" ? -1 : panels.findIndex(function (panel) {
      return Math.abs(panel.up[1] - note.y) < 1e-6 && note.x >= panel.across[0] && note.x <= panel.across[1];
    });
  }
  var high = +box.dataset.height, keys = figure.data.filter(function (t) { return t.type !== "heatmap" && t.showlegend !== false; });
  var scales = figure.data.map(function (t, k) { return t.type === "heatmap" && t.showscale !== false ? k : -1; }).filter(function (k) { return k >= 0; });
  var titled = (own.annotations || []).some(function (note) { return note.xref === "paper"; });
  function isThin() { return box.clientWidth > 0 && box.clientWidth < 560; }
  function wide() {
    var change = { height: high }, legend = own.legend || {}, margin = own.margin || {};
    change["legend.title.text"] = legend.title ? legend.title.text : null;
    ["orientation", "x", "xanchor", "y", "yanchor"].forEach(function (k) { change["legend." + k] = legend[k] === undefined ? null : legend[k]; });
    ["t", "b"].forEach(function (k) { change["margin." + k] = margin[k] === undefined ? null : margin[k]; });
    panels.forEach(function (panel) {
      change[panel.x + ".domain"] = panel.across;
      change[panel.y + ".domain"] = panel.up;
      change[panel.y + ".showticklabels"] = (own[panel.y] || {}).showticklabels !== false;
    });
    (own.annotations || []).forEach(function (note, i) {
      if (panelOf(note) < 0) return;
      change["annotations[" + i + "].x"] = note.x;
      change["annotations[" + i + "].y"] = note.y;
    });
    return change;
  }
  function thin(legend) {
    var change = {}, grid = scales.length > 0, shown = own.showlegend !== false && (keys.length > 1 || own.showlegend);
    var beneath = legend === undefined ? (shown ? 19 * keys.length + 8 : 0) : legend; // at first as if each name had a line of its own
    var top = titled || own.title ? 62 : 40, bottom = (grid ? 120 : 62) + beneath, gap = grid ? 170 : titled ? 88 : 64;
    var count = panels.length || 1, one = Math.max(150, Math.min(300, high / rows - 110)), plot = count * one + (count - 1) * gap;
    change.height = plot + top + bottom;
    change["margin.t"] = top;
    change["margin.b"] = bottom;
    change["legend.orientation"] = "h";
    change["legend.title.text"] = "";
    change["legend.x"] = 0;
    change["legend.xanchor"] = "left";
    change["legend.y"] = -(bottom - beneath) / plot;
    change["legend.yanchor"] = "top";
    function ceiling(i) { return 1 - i * (one + gap) / plot; }
    panels.forEach(function (panel, i) {
      change[panel.x + ".domain"] = [0, 1];
      change[panel.y + ".domain"] = [Math.max(0, ceiling(i) - one / plot), ceiling(i)];
      change[panel.y + ".showticklabels"] = true;
    });
    (own.annotations || []).forEach(function (note, i) {
      var panel = panelOf(note);
      if (panel < 0) return;
      change["annotations[" + i + "].x"] = 0.5;
      change["annotations[" + i + "].y"] = ceiling(panel);
    });
    return change;
  }
  own = JSON.parse(JSON.stringify(own)); // as it was given: Plotly writes into its own copy

  box.glmDrawn = ready.then(function (Plotly) {
    var layout = JSON.parse(JSON.stringify(own)), change = look(), narrow = isThin();
    Object.keys(change).forEach(function (k) { put(layout, k, change[k]); });
    if (!box.dataset.fixed) { delete layout.width; layout.autosize = true; }
    var config = Object.assign({ responsive: true, displaylogo: false, toImageButtonOptions: { format: "svg" } }, figure.config || {});
    var plot = document.createElement("div");
    plot.style.cssText = "position:absolute;left:0;top:0;width:100%;height:100%";
    if (box.dataset.fixed) plot.style.width = own.width + "px";
    box.appendChild(plot);
    function arrange() {
      if (!plot.isConnected || !plot.layout) return null;
      narrow = isThin();
      var change = narrow ? thin() : wide();
      box.style.height = change.height + "px";
      return Plotly.relayout(plot, change).then(function () {
        var legend = narrow && plot.querySelector(".legend .bg");
        if (!legend) return null;
        change = thin(Math.ceil(legend.getBBox().height) + 8);
        box.style.height = change.height + "px";
        return Plotly.relayout(plot, change);
      }).then(function () {
        return scales.length ? Plotly.restyle(plot, { showscale: !narrow }, scales) : null;
      });
    }
    return Plotly.newPlot(plot, figure.data, layout, config).then(function () {
      box.style.height = high + "px";
      var still = box.querySelector("img");
      if (still) still.remove();
      // What was drawn while it was folded away does not know its width.
      var hidden = !box.clientWidth;
      if (window.ResizeObserver) new ResizeObserver(function () {
        if (!box.clientWidth) { hidden = true; return; }
        var resized = hidden && plot.isConnected ? Plotly.Plots.resize(plot) : null;
        hidden = false;
        if (isThin() !== narrow) Promise.resolve(resized).then(arrange);
      }).observe(box);
      return narrow ? arrange() : null;
    }).then(function () {
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
        if (plot.isConnected) Plotly.relayout(plot, look());
      });
      // Paper is narrower than the window and always white.
      window.addEventListener("beforeprint", function () {
        if (!plot.isConnected) return;
        var change = look(true);
        if (!box.dataset.fixed && plot.clientWidth > 680) { change.autosize = false; change.width = 680; }
        Plotly.relayout(plot, change);
      });
      window.addEventListener("afterprint", function () {
        if (!plot.isConnected) return;
        var change = look();
        if (!box.dataset.fixed) { change.autosize = true; change.width = null; }
        Plotly.relayout(plot, change);
      });
      return { Plotly: Plotly, plot: plot };
    });
  });
  box.glmDrawn.catch(function () {}); // the static image stays
}
