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

  box.glmDrawn = ready.then(function (Plotly) {
    var change = look();
    Object.keys(change).forEach(function (k) { put(own, k, change[k]); });
    if (!box.dataset.fixed) { delete own.width; own.autosize = true; }
    var config = Object.assign({ responsive: true, displaylogo: false, toImageButtonOptions: { format: "svg" } }, figure.config || {});
    var plot = document.createElement("div");
    plot.style.cssText = "position:absolute;left:0;top:0;width:100%;height:100%";
    if (box.dataset.fixed) plot.style.width = own.width + "px";
    box.appendChild(plot);
    return Plotly.newPlot(plot, figure.data, own, config).then(function () {
      box.style.height = box.dataset.height + "px";
      var still = box.querySelector("img");
      if (still) still.remove();
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
