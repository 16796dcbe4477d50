function (root) {
  if (!root) return;
  var data = JSON.parse(root.querySelector("script.glm-data").textContent), box = document.getElementById(data.box);
  var slider = root.querySelector(".glm-smooth"), log = root.querySelector(".glm-log"), shown = slider.nextElementSibling;
  function smooth(values, weight) {
    var mean = 0, mass = 0;
    return values.map(function (value) {
      if (value !== null) { mean = weight * mean + (1 - weight) * value; mass = weight * mass + 1 - weight; }
      return mass > 0 ? mean / mass : null;
    });
  }
  box.glmDrawn.then(function (chart) {
    root.querySelector(".glm-drawn").style.display = "flex";
    slider.addEventListener("input", function () {
      var weight = +slider.value;
      shown.textContent = weight.toFixed(2);
      chart.Plotly.restyle(chart.plot, { y: [smooth(data.loss, weight), smooth(data.pseudo, weight), smooth(data.absolute, weight)] }, [3, 4, 5]);
    });
    log.addEventListener("change", function () {
      chart.Plotly.relayout(chart.plot, { "yaxis.type": log.checked ? "log" : "linear", "yaxis.autorange": true });
    });
  }).catch(function () {});
}
