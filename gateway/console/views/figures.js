// Draws the figures so that a point can be read off: from the table that stands beside each drawing. Without this
// the drawing stays as it came.
"use strict";

(() => {
  if (!window.uPlot) return;

  const looks = [[], [8, 4], [2, 4]];

  const read = (table) => ({
    names: [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent),
    labels: [...table.tBodies[0].rows].map((row) => row.cells[0].textContent),
    points: (column) => [...table.tBodies[0].rows].map((row) => {
      const value = Number.parseFloat(row.cells[column].textContent);
      return Number.isNaN(value) ? null : value;
    }),
  });

  const colour = (figure, nth) => {
    const series = figure.querySelector(`.chart__series--${nth + 1}`);
    return series ? getComputedStyle(series).color : getComputedStyle(figure).color;
  };

  const draw = (figure) => {
    const table = figure.querySelector(".chart__data");
    const drawing = figure.querySelector(".chart__drawing");
    if (!table || !drawing) return;
    const data = read(table);
    const ink = getComputedStyle(figure).color;
    const line = getComputedStyle(document.documentElement).getPropertyValue("--line");
    const old = figure.querySelector(".chart__plot");
    if (old) old.remove();
    const plot = document.createElement("div");
    plot.className = "chart__plot";
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", drawing.getAttribute("aria-label"));
    drawing.after(plot);
    const axis = { stroke: ink, grid: { stroke: line }, ticks: { stroke: line } };
    new window.uPlot({
      width: plot.clientWidth,
      height: 280,
      scales: { x: { time: false }, y: { range: (_, least, most) => [0, table.dataset.unit === "%" ? 100 : Math.max(1, most * 1.1)] } },
      axes: [{ ...axis, splits: () => data.labels.map((_, at) => at), values: (_, at) => at.map((one) => data.labels[one] ?? "") }, axis],
      series: [{ label: table.tHead.rows[0].cells[0].textContent, value: (_, at) => (at == null ? "–" : data.labels[at]) },
        ...data.names.map((name, nth) => ({
          label: name, stroke: colour(figure, nth), width: 2, dash: looks[nth % 3], points: { show: true, size: 7 }, value: (_, value) => value ?? "–",
        }))],
    }, [data.labels.map((_, at) => at), ...data.names.map((_, nth) => data.points(nth + 1))], plot);
    figure.classList.add("chart--drawn");
  };

  const drawAll = () => document.querySelectorAll(".chart").forEach(draw);
  drawAll();
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    drawAll();
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
})();
