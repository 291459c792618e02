/* The smaller figure library, for the screens that draw figures.
 *
 * Contract: load it in <head>, without defer; data-bundle on its own tag is the library's address.
 * On the chart, the course and the clinic it has the library read before Dash looks for one, and Dash then uses window.Plotly
 * instead of fetching the whole library. Other screens load nothing.
 */
(function () {
  "use strict";
  const bundle = document.currentScript?.dataset.bundle;
  const DRAWS = /^\/(sessions\/[^/]+|patients\/[^/]+\/course|clinic)\/?$/;
  if (!bundle || !DRAWS.test(window.location.pathname)) return;
  // Only a script written into the document is sure to have run before those that follow it.
  document.write(`<script src="${encodeURI(bundle)}"><\/script>`);
})();
