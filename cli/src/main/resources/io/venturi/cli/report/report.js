"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const light = { text: "#1a1d21", soft: "#5a6270", line: "#d5d9e0", ground: "#ffffff",
    colours: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#e69f00"],
    heat: ["#dce9f5", "#7fb2d9", "#2f74ad", "#08306b"], lost: "#d55e00", unobserved: "#5a6270" };
  const dark = { text: "#e6e9ee", soft: "#a3abb8", line: "#39404a", ground: "#14171b",
    colours: ["#56b4e9", "#e69f00", "#2fc79a", "#e7a3c8", "#ffffff", "#f0e442"],
    heat: ["#1b2a41", "#2f6690", "#81b29a", "#f0e442"], lost: "#ff9f5a", unobserved: "#a3abb8" };
  const DASHES = ["solid", "dashed", "dotted"];
  const SYMBOLS = ["circle", "rect", "triangle", "diamond"];
  let printing = false;
  let logarithmic = wideRange();
  const charts = [];

  function wideRange() {
    const bins = data.bins;
    return bins.length > 1 && bins[0] > 0 && bins[bins.length - 1] / bins[0] > 8;
  }

  function theme() {
    if (printing) {
      return light;
    }
    const chosen = root.dataset.theme;
    const isDark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    return isDark ? dark : light;
  }

  function escape(text) {
    return String(text).replace(/[<>&"']/g, c => "&#" + c.charCodeAt(0) + ";");
  }

  function digits(value) {
    const size = Math.abs(value);
    return Number.isInteger(value) && size < 1000 ? String(value)
      : value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0);
  }

  function scaled(value, names) {
    if (value === null || value === undefined || Number.isNaN(value)) {
      return "not known";
    }
    let step = 0;
    let rest = value;
    while (Math.abs(rest) >= 999.5 && step < names.length - 1) {
      rest /= 1000;
      step++;
    }
    return digits(rest) + " " + names[step];
  }

  const duration = ns => scaled(ns, ["ns", "us", "ms", "s"]);
  const rate = bits => scaled(bits, ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"]);
  const share = part => (part * 100).toPrecision(3).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "") + " %";
  const seconds = s => digits(s) + " s";

  function axisNumber(format) {
    return value => format(value).replace(/\.0+(?= )/, "").replace(/(\.\d*?)0+(?= )/, "$1");
  }

  function axis(t, more) {
    return Object.assign({ axisLine: { show: true, lineStyle: { color: t.soft } }, axisLabel: { color: t.soft,
      hideOverlap: true }, splitLine: { lineStyle: { color: t.line } }, minorSplitLine: { show: false },
      nameTextStyle: { color: t.soft }, nameLocation: "middle" }, more);
  }

  function delayAxis(t, more) {
    return axis(t, Object.assign({ type: logarithmic ? "log" : "value", scale: true, name: "delay", nameGap: 58,
      axisLabel: { color: t.soft, formatter: axisNumber(duration), hideOverlap: true } }, logarithmic ? edges() : {},
      more));
  }

  /** A logarithmic axis begins at powers of ten by itself, which may leave most of a chart empty. */
  function edges() {
    const bins = data.bins;
    return bins.length > 1 && bins[0] > 0 ? { min: nice(bins[0], Math.floor), max: nice(bins[bins.length - 1],
      Math.ceil) } : {};
  }

  function nice(value, round) {
    const unit = Math.pow(10, Math.floor(Math.log10(value)));
    return round(value / unit) * unit;
  }

  function base(t, more) {
    return Object.assign({ animation: false, backgroundColor: "transparent", color: t.colours,
      textStyle: { color: t.text, fontFamily: "system-ui, sans-serif" },
      legend: { textStyle: { color: t.text }, type: "scroll", top: 0, left: 0, width: printing ? "100%" : "74%",
        pageTextStyle: { color: t.text }, pageIconColor: t.soft, itemWidth: 30 },
      toolbox: { show: !printing, right: 0, top: 0, iconStyle: { borderColor: t.soft },
        feature: { dataZoom: { title: { zoom: "enlarge", back: "back" } }, restore: { title: "all" },
          saveAsImage: { title: "save", type: "svg", backgroundColor: t.ground } } },
      grid: { left: 80, right: 36, top: 36, bottom: 52 } }, more);
  }

  function tooltip(t, more) {
    return Object.assign({ confine: true, backgroundColor: t.ground, borderColor: t.line,
      textStyle: { color: t.text } }, more);
  }

  function line(i, more) {
    return Object.assign({ type: "line", showSymbol: false, symbol: SYMBOLS[i % SYMBOLS.length],
      lineStyle: { width: 2, type: DASHES[i % DASHES.length] } }, more);
  }

  /** What to overlay: every series of the only result, or the leading one of each. */
  function overlaid() {
    const all = [];
    for (const result of data.results) {
      const series = data.results.length === 1 ? result.delays : result.delays.slice(0, 1);
      series.forEach(one => all.push({ name: data.results.length === 1 ? one.label : result.name, series: one }));
    }
    return all;
  }

  function nines(value) {
    const rest = 1 / value;
    return value <= 1 ? "0 %" : (100 - rest * 100).toFixed(Math.max(0, Math.round(Math.log10(value)) - 2)) + " %";
  }

  function percentile(t) {
    const curves = [];
    for (const result of data.results) {
      const single = data.results.length === 1;
      if (result.delays.some(one => one.quantiles.length)) {
        (single ? result.delays : result.delays.slice(0, 1)).forEach(one =>
          curves.push({ name: single ? one.label : result.name, quantiles: one.quantiles, known: false }));
      } else {
        result.known.forEach(one => curves.push({ name: single ? one.label : result.name + ": " + one.label,
          quantiles: one.quantiles, known: true }));
      }
    }
    return base(t, {
      tooltip: tooltip(t, { trigger: "item", formatter: p => escape(p.seriesName) + "<br>" + escape(nines(p.value[0]))
        + " within " + escape(duration(p.value[1])) }),
      xAxis: axis(t, { type: "log", min: 1, name: "share of the probes", nameGap: 30,
        axisLabel: { color: t.soft, formatter: nines } }),
      yAxis: delayAxis(t, curves.some(curve => curve.known) ? { min: null, max: null } : {}),
      series: curves.map((curve, i) => line(i, { name: curve.name, showSymbol: curve.known || curve.quantiles.length < 3,
        symbolSize: 7, data: curve.quantiles.map(pair => [1 / (1 - pair[0]), pair[1]]) }))
    });
  }

  function cdf(t) {
    return base(t, {
      tooltip: tooltip(t, { trigger: "item", formatter: p => escape(p.seriesName) + "<br>" + share(p.value[1])
        + " within " + escape(duration(p.value[0])) }),
      xAxis: delayAxis(t, { nameGap: 30 }),
      yAxis: axis(t, { type: "value", min: 0, max: 1, name: "share", nameGap: 44,
        axisLabel: { color: t.soft, formatter: share } }),
      series: overlaid().map((one, i) => line(i, { name: one.name, step: "end", data: one.series.cdf }))
    });
  }

  function histogram(t) {
    const shown = data.results.filter(result => result.delays.length && result.delays[0].histogram.length);
    const labels = data.bins.slice(0, -1).map((edge, i) => duration(edge) + " – " + duration(data.bins[i + 1]));
    return base(t, {
      tooltip: tooltip(t, { trigger: "axis", axisPointer: { type: "shadow" }, formatter: all =>
        escape(labels[all[0].dataIndex]) + all.map(p => "<br>" + p.marker + escape(p.seriesName) + ": "
        + share(p.value)).join("") }),
      xAxis: axis(t, { type: "category", data: data.bins.slice(0, -1).map(duration), name: "delay", nameGap: 30,
        splitLine: { show: false } }),
      yAxis: axis(t, { type: "value", name: "share", nameGap: 44, axisLabel: { color: t.soft, formatter: share } }),
      series: shown.map(result => ({ name: result.name, type: "bar", barGap: "0%", barCategoryGap: "8%",
        data: result.delays[0].histogram }))
    });
  }

  function course(t, of) {
    const series = data.results[of].delays[0];
    const banded = series.probesPerPoint > 1;
    const what = banded ? "middle of " + series.probesPerPoint + " probes" : series.label;
    const shown = [{ name: what, type: "line", showSymbol: !banded, symbolSize: 3, lineStyle: banded ? { width: 1.5 } : { width: 0.5, opacity: 0.35 },
      data: series.course.map(p => [p[0], p[1]]), z: 3 }];
    if (banded) {
      shown.push({ name: "least", type: "line", showSymbol: false, lineStyle: { width: 0.6, opacity: 0.6 },
        itemStyle: { color: t.soft }, data: series.course.map(p => [p[0], p[2]]) });
      shown.push({ name: "greatest", type: "line", showSymbol: false, lineStyle: { width: 0.6, opacity: 0.8 },
        itemStyle: { color: t.colours[1] }, data: series.course.map(p => [p[0], p[3]]) });
    }
    const end = series.course.length ? series.course[series.course.length - 1][0] : 1;
    const mark = (name, times, colour, row) => ({ name: name, type: "scatter", xAxisIndex: 1, yAxisIndex: 1,
      symbol: "rect", symbolSize: [3, 12], itemStyle: { color: colour }, data: times.map(time => [time, row]) });
    const rows = [];
    if (series.lost.length) {
      rows.push("lost");
      shown.push(mark("lost", series.lost, t.lost, "lost"));
    }
    if (series.unobserved.length) {
      rows.push("not seen");
      shown.push(mark("not seen", series.unobserved, t.unobserved, "not seen"));
    }
    const below = rows.length ? 18 * rows.length + 8 : 0;
    return base(t, {
      tooltip: tooltip(t, { trigger: "item", formatter: p => escape(p.seriesName) + " at " + seconds(p.value[0])
        + (p.seriesType === "scatter" ? "" : "<br>" + escape(duration(p.value[1]))) }),
      grid: [{ left: 80, right: 24, top: 36, bottom: 52 + below },
        { left: 80, right: 24, height: below, bottom: 46, show: false }],
      xAxis: [axis(t, { type: "value", min: 0, max: end, name: rows.length ? "" : "time since the start", nameGap: 30,
        axisLabel: { color: t.soft, show: !rows.length, formatter: seconds } }),
        axis(t, { type: "value", min: 0, max: end, gridIndex: 1, show: rows.length > 0, splitLine: { show: false },
          name: "time since the start", nameGap: 28, axisLabel: { color: t.soft, formatter: seconds } })],
      yAxis: [delayAxis(t), axis(t, { type: "category", gridIndex: 1, data: rows.length ? rows : [""],
        show: rows.length > 0, splitLine: { show: false }, axisTick: { show: false } })],
      series: shown
    });
  }

  function heat(t, of) {
    const series = data.results[of].delays[0];
    const columns = Array.from({ length: 100 }, (_, i) => seconds(i * series.columnS));
    const most = Math.max(...series.heat.map(cell => cell[2]));
    return base(t, {
      legend: { show: false },
      toolbox: { show: false },
      grid: { left: 88, right: 100, top: 12, bottom: 52 },
      tooltip: tooltip(t, { formatter: p => escape(duration(data.bins[p.value[1]])) + " – "
        + escape(duration(data.bins[p.value[1] + 1])) + "<br>at " + columns[p.value[0]] + ": " + p.value[3]
        + (p.value[3] === 1 ? " probe" : " probes") }),
      xAxis: axis(t, { type: "category", data: columns, name: "time since the start", nameGap: 30,
        splitLine: { show: false } }),
      yAxis: axis(t, { type: "category", data: data.bins.slice(0, -1).map(duration), name: "delay", nameGap: 64,
        axisLabel: { color: t.soft, interval: 5 }, splitLine: { show: false } }),
      visualMap: { type: "continuous", min: 0, max: Math.max(0.01, Math.log10(most)), dimension: 2, orient: "vertical",
        right: 0, top: "middle", itemHeight: 160, inRange: { color: t.heat }, textStyle: { color: t.soft },
        formatter: value => digits(Math.round(Math.pow(10, value))), text: ["probes", ""], calculable: false },
      series: [{ type: "heatmap", data: series.heat.map(cell => [cell[0], cell[1], Math.log10(cell[2]), cell[2]]) }]
    });
  }

  const gap = value => value === null ? "-" : value;

  function intervals(t, of) {
    const one = data.results[of].intervals[0];
    const rows = [{ name: one.rateLabel, at: 2, format: rate }];
    [{ name: "loss", at: 3, format: part => digits(part) + " %" }, { name: one.delayLabel, at: 4, format: duration },
      { name: "retransmissions", at: 5, format: count => digits(count) }]
      .forEach(row => one.pieces.some(piece => piece[row.at] !== null) && rows.push(row));
    const end = Math.max(...one.pieces.map(piece => piece[1]));
    const top = 36;
    const space = (420 - top - 52) / rows.length;
    const stalled = one.pieces.filter(piece => piece[6]);
    return base(t, {
      legend: { textStyle: { color: t.text }, top: 0, left: 0 },
      tooltip: tooltip(t, { trigger: "axis", formatter: all => "until " + seconds(all[0].value[0])
        + all.map(p => "<br>" + p.marker + escape(p.seriesName) + ": "
          + escape(p.value[1] === "-" ? "not known" : rows[p.seriesIndex].format(p.value[1]))).join("") }),
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      grid: rows.map((row, i) => ({ left: 80, right: 24, top: top + i * space, height: space - 16 })),
      xAxis: rows.map((row, i) => axis(t, { type: "value", min: 0, max: end, gridIndex: i, nameGap: 30,
        name: i === rows.length - 1 ? "time since the start" : "",
        axisLabel: { color: t.soft, show: i === rows.length - 1, formatter: seconds } })),
      yAxis: rows.map((row, i) => axis(t, { type: "value", min: 0, gridIndex: i, splitNumber: 3,
        axisLabel: { color: t.soft, formatter: axisNumber(row.format) } })),
      series: rows.map((row, i) => line(i, { name: row.name, xAxisIndex: i, yAxisIndex: i, step: "start",
        showSymbol: true, symbolSize: 5, data: one.pieces.slice(0, 1).map(piece => [piece[0], gap(piece[row.at])])
          .concat(one.pieces.map(piece => [piece[1], gap(piece[row.at])])),
        markArea: i === 0 && stalled.length ? { silent: true, itemStyle: { color: t.unobserved, opacity: 0.2 },
          data: stalled.map(piece => [{ xAxis: piece[0], name: "stalled" }, { xAxis: piece[1] }]) } : undefined }))
    });
  }

  function steps(t) {
    const shown = data.results.filter(result => result.steps.length);
    const sizes = [...new Set(shown.flatMap(result => result.steps[0].steps.map(step => step[0])))];
    const find = (result, size) => result.steps[0].steps.find(step => step[0] === size);
    return base(t, {
      tooltip: tooltip(t, { trigger: "axis", formatter: all => escape(all[0].axisValue) + " bytes"
        + all.map(p => "<br>" + p.marker + escape(p.seriesName) + ": " + escape(p.value === "-" ? "not known"
          : rate(p.value))).join("") }),
      xAxis: axis(t, { type: "category", data: sizes, name: "bytes of a frame", nameGap: 30 }),
      yAxis: axis(t, { type: "value", min: 0, axisLabel: { color: t.soft, formatter: axisNumber(rate) } }),
      series: shown.map(result => ({ name: result.name, type: "bar", barMaxWidth: 60,
        data: sizes.map(size => find(result, size) ? gap(find(result, size)[1]) : "-") }))
    });
  }

  const OPTIONS = { percentile, cdf, histogram, course, heat, intervals, steps };

  function draw() {
    const t = theme();
    for (const chart of charts) {
      chart.instance.setOption(OPTIONS[chart.kind](t, chart.of), true);
      chart.instance.resize();
    }
  }

  document.querySelectorAll(".chart").forEach(place => charts.push({ kind: place.dataset.chart,
    of: Number(place.dataset.of), instance: echarts.init(place, null, { renderer: "svg" }) }));
  const box = document.getElementById("logarithmic");
  if (!data.bins.length) {
    box.parentElement.hidden = true;
  }
  box.checked = logarithmic;
  box.addEventListener("change", () => {
    logarithmic = box.checked;
    draw();
  });
  document.getElementById("theme").addEventListener("change", event => {
    if (event.target.value) {
      root.dataset.theme = event.target.value;
    } else {
      delete root.dataset.theme;
    }
    draw();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  let waiting = 0;
  window.addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => charts.forEach(chart => chart.instance.resize()), 100);
  });
  const print = on => () => {
    printing = on;
    document.body.classList.toggle("printing", on);
    draw();
  };
  window.addEventListener("beforeprint", print(true));
  window.addEventListener("afterprint", print(false));
  draw();
}());
