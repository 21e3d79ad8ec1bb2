"use strict";
// Draws the charts, switches between planes and copies the command. Without it the page still shows every table.
(() => {
  const data = JSON.parse(document.getElementById("chart-data").textContent);
  const planes = data.planes;
  const charts = [];

  const planeColours = ["#7a8699", "#3b6fe0", "#0f9d8c", "#e08a1e", "#d6457e", "#8253d6", "#5aa02c", "#b3542f"];
  const componentColours = {
    "app CPU": "#3b6fe0", "app wait": "#7ea6f4", "app queue": "#a9c4fb", "CPU throttling": "#d64550",
    "proxy CPU": "#e08a1e", "proxy queue": "#f4b865", "redirection": "#f8d9a6",
    "network": "#7a8699", "handshake": "#8253d6", "pool wait": "#c3a5f0",
  };
  const colourOf = (index) => planeColours[index % planeColours.length];
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const digits = (value) => value === null ? "–" : Number(value.toPrecision(3)).toLocaleString("en");
  const ms = (value) => value === null ? "–" : value >= 1000 ? `${digits(value / 1000)} s` : value > 0 && value < 1 ? `${digits(value * 1000)} µs` : `${digits(value)} ms`;
  const shorten = (text) => text.length > 22 ? `${text.slice(0, 21)}…` : text;
  const names = planes.map((plane) => shorten(plane.name));

  // The 95 % interval of each bar, and the thresholds on the percentile it stands over.
  const whiskersAndLimits = {
    id: "whiskersAndLimits",
    afterDatasetsDraw(chart, _, options) {
      if (!options.halves) return;
      const { ctx, scales: { y }, chartArea } = chart;
      ctx.save();
      ctx.strokeStyle = css("--text");
      ctx.lineWidth = 1.25;
      chart.data.datasets.forEach((dataset, plane) => {
        chart.getDatasetMeta(plane).data.forEach((bar, i) => {
          const half = options.halves[plane][i];
          const value = dataset.data[i];
          if (half === null || value === null || !chart.isDatasetVisible(plane)) return;
          const top = y.getPixelForValue(value + half);
          const bottom = y.getPixelForValue(Math.max(value - half, y.min));
          const cap = Math.min(5, bar.width / 3);
          ctx.beginPath();
          ctx.moveTo(bar.x, top); ctx.lineTo(bar.x, bottom);
          ctx.moveTo(bar.x - cap, top); ctx.lineTo(bar.x + cap, top);
          ctx.moveTo(bar.x - cap, bottom); ctx.lineTo(bar.x + cap, bottom);
          ctx.stroke();
        });
      });
      ctx.fillStyle = css("--bad");
      ctx.font = "12px system-ui, sans-serif";
      ctx.textAlign = "right";
      const step = (chartArea.right - chartArea.left) / chart.data.labels.length;
      for (const limit of data.limits) {
        const at = chart.data.labels.indexOf(`p${limit.percentile}`);
        const height = y.getPixelForValue(limit.ms);
        if (at < 0 || height < chartArea.top || height > chartArea.bottom) continue;
        const left = chartArea.left + at * step;
        ctx.strokeStyle = css("--bad");
        ctx.lineWidth = 1.25;
        ctx.setLineDash([6, 4]);
        ctx.beginPath(); ctx.moveTo(left + 4, height); ctx.lineTo(left + step - 4, height); ctx.stroke();
        ctx.lineWidth = 4;
        ctx.setLineDash([]);
        ctx.strokeStyle = css("--card"); // keeps the text apart from the bars
        ctx.strokeText(`limit ${ms(limit.ms)}`, left + step - 6, height - 5);
        ctx.fillText(`limit ${ms(limit.ms)}`, left + step - 6, height - 5);
      }
      ctx.restore();
    },
  };

  const axis = (title, more = {}) => ({
    title: { display: Boolean(title), text: title, color: css("--muted") },
    ticks: { color: css("--muted"), ...more.ticks }, grid: { color: css("--line"), drawBorder: false, ...more.grid },
    beginAtZero: true, ...more.scale,
  });
  const category = () => axis("", { grid: { display: false } });
  const base = (more) => ({
    responsive: true, maintainAspectRatio: false, animation: false,
    ...more,
    plugins: {
      legend: { position: "bottom", labels: { color: css("--text"), boxWidth: 12, boxHeight: 12, usePointStyle: false } },
      ...more.plugins,
    },
  });
  const tooltip = (text) => ({ tooltip: { callbacks: { label: text } } });

  function draw(id, config) {
    const canvas = document.getElementById(id);
    if (canvas) charts.push(new Chart(canvas, config));
  }

  function percentiles(logarithmic) {
    draw("chart-percentiles", {
      type: "bar",
      data: {
        labels: ["p50", "p90", "p99", "p99.9"],
        datasets: planes.map((plane, i) => ({
          label: plane.name, data: plane.percentiles.map((p) => p.value), backgroundColor: colourOf(i), borderRadius: 3, categoryPercentage: 0.78,
        })),
      },
      options: base({
        scales: { x: category(), y: axis("ms", { scale: { type: logarithmic ? "logarithmic" : "linear", beginAtZero: !logarithmic } }) },
        plugins: {
          whiskersAndLimits: { halves: planes.map((plane) => plane.percentiles.map((p) => p.half)) },
          ...tooltip((item) => {
            const half = planes[item.datasetIndex].percentiles[item.dataIndex].half;
            return ` ${item.dataset.label}: ${ms(item.raw)}${half === null ? "" : ` ±${ms(half)}`}`;
          }),
        },
      }),
      plugins: [whiskersAndLimits],
    });
  }

  function breakdown() {
    const used = data.components.map((name, i) => ({ name, i })).filter(({ i }) => planes.some((plane) => plane.breakdown[i] > 0));
    draw("chart-breakdown", {
      type: "bar",
      data: {
        labels: names,
        datasets: used.map(({ name, i }) => ({ label: name, data: planes.map((plane) => plane.breakdown[i]), backgroundColor: componentColours[name] || "#999" })),
      },
      options: base({
        indexAxis: "y",
        scales: { x: axis("ms", { scale: { stacked: true } }), y: { ...category(), stacked: true } },
        plugins: tooltip((item) => ` ${item.dataset.label}: ${ms(item.raw)}`),
      }),
    });
  }

  function curve() {
    const label = (nines) => nines === 0 ? "p0" : Number.isInteger(nines) ? `p${(100 * (1 - 10 ** -nines)).toFixed(Math.max(0, nines - 2))}` : "";
    draw("chart-curve", {
      type: "line",
      data: {
        datasets: planes.map((plane, i) => ({
          label: plane.name, data: plane.curve, borderColor: colourOf(i), backgroundColor: colourOf(i), borderWidth: 2, pointRadius: 0, pointHitRadius: 8,
        })),
      },
      options: base({
        interaction: { mode: "nearest", intersect: false },
        scales: {
          x: axis("percentile", { scale: { type: "linear", min: 0 }, ticks: { stepSize: 1, callback: label } }),
          y: axis("ms"),
        },
        plugins: {
          tooltip: { callbacks: {
            title: (items) => `p${(100 * (1 - 10 ** -items[0].raw.x)).toFixed(2)}`,
            label: (item) => ` ${item.dataset.label}: ${ms(item.raw.y)}`,
          } },
        },
      }),
    });
  }

  function stacked(id, of, parts, unit) {
    const colours = { apps: "#9db4e8", proxies: "#e08a1e" };
    draw(id, {
      type: "bar",
      data: {
        labels: names,
        datasets: parts.map((part) => ({
          label: part === "apps" ? "applications" : "proxies", data: planes.map((plane) => plane[of][part]), backgroundColor: colours[part], borderRadius: 2,
        })),
      },
      options: base({
        indexAxis: "y",
        scales: { x: axis(unit, { scale: { stacked: true }, ticks: { maxTicksLimit: 5 } }), y: { ...category(), stacked: true } },
        plugins: tooltip((item) => ` ${item.dataset.label}: ${digits(item.raw)} ${unit}`),
      }),
    });
  }

  let logarithmic = false;
  function drawAll() {
    charts.splice(0).forEach((chart) => chart.destroy());
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    percentiles(logarithmic);
    breakdown();
    curve();
    stacked("chart-cpu", "cpu", ["apps", "proxies"], "vCPU");
    stacked("chart-memory", "memory", ["proxies"], "MiB");
    stacked("chart-cost", "cost", ["apps", "proxies"], data.currency);
    document.documentElement.dataset.charts = charts.length;
  }

  function logToggle() {
    const toggle = document.getElementById("log-scale");
    if (!toggle) return;
    toggle.hidden = false;
    toggle.addEventListener("click", () => {
      logarithmic = !logarithmic;
      toggle.setAttribute("aria-pressed", String(logarithmic));
      drawAll();
    });
  }

  function tabs() {
    const list = document.querySelector(".tabs");
    const buttons = [...document.querySelectorAll(".tabs button")];
    if (!list || buttons.length < 2) return;
    const select = (chosen) => buttons.forEach((button) => {
      const selected = button === chosen;
      button.setAttribute("aria-selected", String(selected));
      button.tabIndex = selected ? 0 : -1;
      document.getElementById(button.getAttribute("aria-controls")).hidden = !selected;
    });
    buttons.forEach((button, i) => {
      button.addEventListener("click", () => select(button));
      button.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const next = buttons[(i + step + buttons.length) % buttons.length];
        select(next);
        next.focus();
      });
    });
    list.hidden = false;
    select(buttons[0]);
  }

  function copyButton() {
    const button = document.getElementById("copy");
    if (!button || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById("command").textContent);
      button.textContent = "copied";
    });
  }

  tabs();
  copyButton();
  if (planes.length > 0) {
    logToggle();
    drawAll();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  }
})();
