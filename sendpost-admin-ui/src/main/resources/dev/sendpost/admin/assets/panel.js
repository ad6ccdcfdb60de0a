// What pages do beside what htmx does. Everything but copying works without it.
(function () {
	"use strict";

	// Times in the reader's zone. The exact value stays in the title.
	const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

	const hours = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

	function localise(root) {
		for (const time of root.querySelectorAll("time[datetime]:not([data-local])")) {
			const at = new Date(time.dateTime);
			if (!Number.isNaN(at.getTime())) {
				time.textContent = ("short" in time.dataset ? hours : format).format(at);
				time.dataset.local = "";
			}
		}
	}

	localise(document);
	document.addEventListener("htmx:load", (event) => localise(event.detail.elt));

	// On a phone the menu is a line that is longer than the screen.
	const current = document.querySelector("nav [aria-current=page]");
	if (current) {
		current.scrollIntoView({ block: "nearest", inline: "center" });
	}

	// The button that copies the text of the element it names. Browsers have a clipboard only where
	// the connection is encrypted; elsewhere the text is selected, and copied as by hand.
	async function copy(source) {
		if (navigator.clipboard) {
			await navigator.clipboard.writeText(source.textContent);
			return true;
		}
		getSelection().selectAllChildren(source);
		return document.execCommand("copy");
	}

	document.addEventListener("click", async (event) => {
		const button = event.target.closest("button[data-copy]");
		if (button) {
			const text = button.dataset.text || button.textContent;
			button.dataset.text = text;
			const copied = await copy(document.getElementById(button.dataset.copy)).catch(() => false);
			button.textContent = copied ? "Copied" : "Not copied";
			setTimeout(() => { button.textContent = text; }, 2000);
		}
	});

	// A part that is asked for again and again says so if it is not as things are now.
	function renewed(right) {
		const stale = document.getElementById("stale");
		if (right && stale) {
			stale.remove();
		}
		else if (!right && !stale) {
			const note = document.createElement("p");
			note.id = "stale";
			note.className = "mistake";
			note.setAttribute("role", "status");
			note.textContent = "This page is not renewed at present: the application does not answer, or you are logged out. Load it again.";
			document.querySelector("main > .wide").prepend(note);
		}
	}

	document.addEventListener("htmx:responseError", () => renewed(false));
	document.addEventListener("htmx:sendError", () => renewed(false));
	document.addEventListener("htmx:afterOnLoad", (event) => {
		if (event.detail.xhr.status < 400) {
			renewed(true);
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

	// A form that was sent is not sent again by a second press. The answer is another page; a preview is none.
	document.addEventListener("submit", (event) => {
		const form = event.target;
		const preview = event.submitter && event.submitter.formTarget;
		if (event.defaultPrevented || form.method !== "post" || preview) {
			return;
		}
		if ("sent" in form.dataset) {
			event.preventDefault();
		}
		form.dataset.sent = "";
	});

	// The browser may keep the page as it was left, for those who come back to it.
	window.addEventListener("pageshow", () => {
		document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
	});
})();
