// Times in the reader's zone. The exact value stays in the title.
(function () {
	"use strict";

	const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

	function localise(root) {
		for (const time of root.querySelectorAll("time[datetime]:not([data-local])")) {
			const at = new Date(time.dateTime);
			if (!Number.isNaN(at.getTime())) {
				time.textContent = format.format(at);
				time.dataset.local = "";
			}
		}
	}

	localise(document);
	document.addEventListener("htmx:load", (event) => localise(event.detail.elt));

	// The button that copies the text of the element it names.
	document.addEventListener("click", async (event) => {
		const button = event.target.closest("button[data-copy]");
		if (button) {
			await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
			const text = button.textContent;
			button.textContent = "Copied";
			setTimeout(() => { button.textContent = text; }, 2000);
		}
	});
})();
