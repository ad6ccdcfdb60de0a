// Draws the tables that say so: a column of labels, and a line for each other column. The
// table stays, for who cannot see the picture.
(function () {
	"use strict";

	const style = getComputedStyle(document.documentElement);

	function colour(name) {
		const probe = document.createElement("span");
		probe.className = name;
		probe.hidden = true;
		document.body.append(probe);
		const value = getComputedStyle(probe).color;
		probe.remove();
		return value;
	}

	function draw(figure) {
		const table = figure.querySelector("table");
		const heads = [...table.tHead.rows[0].cells];
		const rows = [...table.tBodies[0].rows];
		const canvas = document.createElement("canvas");
		canvas.setAttribute("aria-hidden", "true");
		figure.querySelector(".chart").append(canvas);
		Chart.defaults.color = colour("hint");
		Chart.defaults.borderColor = style.getPropertyValue("--line") && colour("chart-line");
		new Chart(canvas, {
			type: figure.dataset.chart,
			data: {
				labels: rows.map((row) => row.cells[0].textContent),
				datasets: heads.slice(1).map((head, index) => ({
					label: head.textContent,
					data: rows.map((row) => Number(row.cells[index + 1].dataset.value)),
					borderColor: colour("series-" + head.dataset.series),
					backgroundColor: colour("series-" + head.dataset.series),
					borderWidth: 2,
					pointRadius: rows.length > 40 ? 0 : 2,
					tension: .25
				}))
			},
			options: {
				animation: false,
				responsive: true,
				maintainAspectRatio: false,
				interaction: { mode: "index", intersect: false },
				scales: { y: { beginAtZero: true, ticks: { precision: 0 } }, x: { grid: { display: false } } },
				plugins: { legend: { position: "bottom" } }
			}
		});
	}

	document.querySelectorAll("figure[data-chart]").forEach(draw);
})();
