function (packed) {
  // Plotly.js becomes one promise of the page. It is given its own module object, so that neither RequireJS nor a global is involved.
  window.__glmPlotly = window.__glmPlotly || new Response(
    new Blob([Uint8Array.from(atob(packed), function (c) { return c.charCodeAt(0); })]).stream().pipeThrough(new DecompressionStream("gzip"))
  ).text().then(function (source) {
    var bundle = { exports: {} };
    new Function("define", "module", "exports", source).call(window, undefined, bundle, bundle.exports);
    return bundle.exports;
  });
  window.dispatchEvent(new Event("glm-plotly"));
}
