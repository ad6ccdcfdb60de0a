// What pages do beside what htmx does. Everything but copying works without it.
(function () {
	"use strict";

	// Times in the reader's zone. The exact value stays in the title.
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

	// A file that is sent by itself: of any size, and with its progress. The answer is a page.
	document.addEventListener("submit", (event) => {
		const form = event.target.closest("form[data-upload]");
		const file = form && form.querySelector("input[type=file]").files[0];
		if (!file) {
			return;
		}
		event.preventDefault();
		const fields = new URLSearchParams();
		for (const [name, value] of new FormData(form)) {
			if (typeof value === "string" && name !== "_token") {
				fields.append(name, value);
			}
		}
		const progress = form.querySelector("progress");
		const state = form.querySelector("[role=status]");
		const button = form.querySelector("button");
		const request = new XMLHttpRequest();
		request.open("POST", form.action + "?" + fields);
		request.setRequestHeader("Content-Type", "application/octet-stream");
		request.setRequestHeader("X-Sendpost-Token", form.elements._token.value);
		request.responseType = "document";
		button.disabled = true;
		progress.hidden = false;
		request.upload.addEventListener("progress", (sent) => {
			progress.max = sent.total;
			if (sent.loaded < sent.total) {
				progress.value = sent.loaded;
				state.textContent = Math.floor(100 * sent.loaded / sent.total) + " % is taken in";
			}
			else {
				progress.removeAttribute("value");
				state.textContent = "All of it has arrived, and the last of it is taken in now";
			}
		});
		request.addEventListener("load", () => {
			const main = request.response && request.response.querySelector("main");
			if (main) {
				document.querySelector("main").replaceWith(document.adoptNode(main));
				localise(document);
				htmx.process(document.querySelector("main"));
				document.querySelector("main").focus();
			}
			else {
				failed();
			}
		});
		request.addEventListener("error", failed);
		request.send(file);

		function failed() {
			button.disabled = false;
			progress.hidden = true;
			state.textContent = "The file did not arrive whole. Send it again: what is already there is not doubled.";
		}
	});
})();
