"use strict";
(function () {
  const detail = document.getElementById("detail");
  const titles = Array.from(document.querySelectorAll(".layers thead th"), function (cell) {
    return cell.textContent;
  });
  const layers = Array.from(document.querySelectorAll("a.layer"));
  const edges = Array.from(document.querySelectorAll("path.edge"));
  let chosen = null;

  function show(layer) {
    layers.forEach(function (other) {
      other.classList.toggle("chosen", other === layer);
    });
    edges.forEach(function (edge) {
      const isNear = layer !== null
        ? [edge.dataset.from, edge.dataset.to].includes(layer.dataset.layer)
        : false;
      edge.classList.toggle("near", isNear);
    });
    detail.hidden = layer === null;
    detail.replaceChildren();
    if (layer === null) {
      return;
    }
    const row = document.getElementById("layer-" + layer.dataset.layer);
    Array.from(row.cells).forEach(function (cell, index) {
      if (cell.innerText.trim() !== "") {
        const entry = document.createElement("div");
        const title = document.createElement("b");
        title.textContent = titles[index];
        entry.append(title, cell.innerText.trim());
        detail.append(entry);
      }
    });
  }

  layers.forEach(function (layer) {
    layer.addEventListener("mouseenter", function () { show(layer); });
    layer.addEventListener("focus", function () { show(layer); });
    layer.addEventListener("mouseleave", function () { show(chosen); });
    layer.addEventListener("blur", function () { show(chosen); });
    layer.addEventListener("click", function (event) {
      event.preventDefault();
      chosen = chosen === layer ? null : layer;
      show(chosen);
    });
  });
})();
