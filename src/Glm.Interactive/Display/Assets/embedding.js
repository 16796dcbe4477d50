function (root) {
  if (!root) return;
  var data = JSON.parse(root.querySelector("script.glm-data").textContent), classes = data.classes;
  document.getElementById(data.box).glmDrawn.then(function (chart) {
    var plot = chart.plot, all = plot.data.map(function (_, k) { return k; });
    // Trace k of the left map and trace k + classes of the right map hold the same points in the same order.
    function mark(points) { chart.Plotly.restyle(plot, { selectedpoints: points }, all); }
    plot.on("plotly_selected", function (event) {
      if (!event || !event.points) return;
      var chosen = all.map(function () { return []; });
      event.points.forEach(function (point) {
        var k = point.curveNumber % classes;
        chosen[k].push(point.pointIndex);
        chosen[k + classes].push(point.pointIndex);
      });
      mark(chosen);
    });
    plot.on("plotly_deselect", function () {
      mark(all.map(function () { return null; }));
    });
  }).catch(function () {});
}
